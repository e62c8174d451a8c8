package queue

import (
	"testing"

	"github.com/google/uuid"
)

func TestATicketIsTheSameAfterItsWay(t *testing.T) {
	for _, want := range []Ticket{{uuid.New(), ""}, {uuid.New(), "a key, with \"quotes\" and é"}} {
		body, err := want.encode()
		if err != nil {
			t.Fatal(err)
		}
		if got, is := decode(body); !is || got != want {
			t.Errorf("%s became %v, %v", body, got, is)
		}
	}
}

func TestWhatIsNoTicketIsNotTakenForOne(t *testing.T) {
	for _, body := range []string{"", "hello", "null", "{}", `{"job": 7}`, `{"job": "7"}`, `[]`} {
		if got, is := decode([]byte(body)); is {
			t.Errorf("%q became %v", body, got)
		}
	}
}
