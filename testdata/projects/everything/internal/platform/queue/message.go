package queue

import (
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/google/uuid"
)

// message is a ticket on its way.
type message struct {
	Job uuid.UUID `json:"job"`
	Key string    `json:"key,omitempty"`
}

func (t Ticket) encode() ([]byte, error) { return json.Marshal(message{t.ID, t.Key}) }

// decode reports whether a message is a ticket. One that is not is for nobody; it is dropped, so that it comes no more.
func decode(body []byte) (Ticket, bool) {
	var m message
	err := json.Unmarshal(body, &m)
	if err == nil && m.Job == uuid.Nil {
		err = errors.New("it names no job")
	}
	if err != nil {
		slog.Warn("dropped a message that is no ticket", "error", err)
	}
	return Ticket{m.Job, m.Key}, err == nil
}
