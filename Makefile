# The tools that make lint and make snapshot use, at the versions that CI has. They are built from source into .tools.
GOLANGCI_LINT := v2.15.0
GORELEASER    := v2.16.0
TOOLS         := $(CURDIR)/.tools

# Modules of their own: they read generated files as other programs do, with libraries that scale does not ship.
READERS := $(wildcard scripts/formats/*)

# Projects in which every two backends of different pieces stand together, as far as a linter finds something new in them.
PAIRS := $(CURDIR)/dist/pairs

# What the tests on real servers need.
SERVERS := postgres mariadb redis memcached rabbitmq kafka sqs nginx haproxy caddy

.PHONY: build test e2e fuzz lint bench golden deps snapshot tools clean

build: # the scale binary
	go build -o scale .

test: # everything that needs only Go
	go test -timeout 60m ./...
	for module in $(READERS); do (cd $$module && go test ./...) || exit 1; done

e2e: # generated projects on real servers, which are installed where they are missing
	go run ./scripts/services $(SERVERS) -- go test -count=1 -timeout 40m ./e2e

fuzz: # odd requests to a generated project on each database; SCALE_FUZZ_SEED=random makes up new ones
	go run ./scripts/services $(SERVERS) -- go test -count=1 -timeout 30m -v ./e2e -run 'Description|Fuzzing'

lint: $(TOOLS)/golangci-lint-$(GOLANGCI_LINT)
	$< run --allow-parallel-runners ./...
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...
	rm -rf $(PAIRS)
	go run ./scripts/pairs $(PAIRS)
	for module in $(READERS) testdata/projects/* $(PAIRS)/*; do (cd $$module && $< run --allow-parallel-runners ./...) || exit 1; done

golden: # rewrite the projects under testdata/projects
	UPDATE_GOLDEN=1 go test ./... -run Golden

bench: # measure scale and a generated project, and write docs/benchmarks.md; forty minutes
	go run ./scripts/bench

deps: # record go.mod and go.sum of every combination of pieces anew; needs the network
	go run ./scripts/deps

snapshot: $(TOOLS)/goreleaser-$(GORELEASER) # the release, without releasing it
	$< check
	$< release --snapshot --clean --skip=publish

tools: $(TOOLS)/golangci-lint-$(GOLANGCI_LINT) $(TOOLS)/goreleaser-$(GORELEASER)

$(TOOLS)/golangci-lint-$(GOLANGCI_LINT):
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT)
	mv $(TOOLS)/golangci-lint $@

$(TOOLS)/goreleaser-$(GORELEASER):
	GOBIN=$(TOOLS) go install github.com/goreleaser/goreleaser/v2@$(GORELEASER)
	mv $(TOOLS)/goreleaser $@

clean:
	rm -rf scale dist
