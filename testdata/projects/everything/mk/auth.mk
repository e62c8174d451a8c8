.PHONY: apikey

apikey: # make apikey NAME=ci, which prints the key this once
	@go run ./cmd/everything apikey create "$(NAME)"
