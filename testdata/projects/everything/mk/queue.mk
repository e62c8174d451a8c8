.PHONY: worker jobs

worker: # runs jobs and nothing else; with QUEUE_WORKERS=0, make run leaves them to it
	go run ./cmd/everything worker

jobs: # what waits, runs or is dead
	@go run ./cmd/everything jobs list
