package queuetest

import (
	"os"
	"testing"

	"everything/internal/platform/queue"
)

// Address is a new place for tickets at the broker that TEST_QUEUE_URL names. Without one the test is skipped, or fails
// where CI=true says that there should be one.
func Address(t *testing.T) queue.Address {
	t.Helper()
	url := os.Getenv("TEST_QUEUE_URL")
	switch {
	case url == "" && os.Getenv("CI") == "true":
		t.Fatal("no broker to test on: set TEST_QUEUE_URL")
	case url == "":
		t.Skip("no broker to test on: set TEST_QUEUE_URL")
	}
	return place(t, url)
}
