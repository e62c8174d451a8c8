.PHONY: elasticmq

elasticmq: # start ElasticMQ, in place of Amazon SQS
	docker compose up --detach elasticmq
