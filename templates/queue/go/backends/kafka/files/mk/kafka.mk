.PHONY: kafka

kafka: # start a Kafka broker
	docker compose up --detach kafka
