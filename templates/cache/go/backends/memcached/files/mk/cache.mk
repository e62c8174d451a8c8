.PHONY: memcached

memcached: # start Memcached
	docker compose up --detach memcached
