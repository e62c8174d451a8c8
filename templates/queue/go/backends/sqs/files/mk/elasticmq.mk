.PHONY: elasticmq

elasticmq: # start ElasticMQ, in place of Amazon SQS, and wait until it is ready
	docker compose up --detach --wait elasticmq
