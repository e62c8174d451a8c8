.PHONY: rabbitmq

rabbitmq: # start RabbitMQ and wait until it is ready
	docker compose up --detach --wait rabbitmq
