package booking

import (
	"testing"

	"github.com/google/uuid"

	"everything/internal/platform"
	"everything/internal/platform/queuetest"
)

func TestRemindIsDone(t *testing.T) {
	d := testDB(t)
	m := Wire(&platform.Pieces{DB: d})
	queuetest.Run(t, d, m.Jobs(), Remind{BookingID: uuid.Must(uuid.NewV7())})
}
