.PHONY: kafka

kafka: # start a Kafka broker and wait until it is ready
	docker compose up --detach --wait kafka
