.PHONY: worker jobs

worker: # runs jobs and nothing else; with QUEUE_WORKERS=0, make run leaves them to it
	go run ./cmd/queued worker

jobs: # what waits, runs or is dead
	@go run ./cmd/queued jobs list
