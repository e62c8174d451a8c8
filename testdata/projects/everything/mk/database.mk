.PHONY: database

database: # start the database and wait until it is ready
	docker compose up --detach --wait database
