package queuetest

import (
	"testing"

	"github.com/google/uuid"

	"everything/internal/platform/queue"
)

// place names a queue that is not there yet. It is left behind, as is all at a broker for tests.
func place(_ *testing.T, url string) queue.Address {
	return queue.Address(url + "?queue=test-" + uuid.NewString())
}
