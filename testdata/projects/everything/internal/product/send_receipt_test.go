package product

import (
	"testing"

	"github.com/google/uuid"

	"everything/internal/platform"
	"everything/internal/platform/queuetest"
)

func TestSendReceiptIsDone(t *testing.T) {
	d := testDB(t)
	m := Wire(&platform.Pieces{DB: d})
	queuetest.Run(t, d, m.Jobs(), SendReceipt{ProductID: uuid.Must(uuid.NewV7())})
}
