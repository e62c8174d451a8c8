.PHONY: apikey

apikey: # make apikey NAME=ci, which prints the key this once
	@go run ./cmd/guarded apikey create "$(NAME)"
