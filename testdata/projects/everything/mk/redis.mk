.PHONY: redis

redis: # start Redis and wait until it is ready
	docker compose up --detach --wait redis
