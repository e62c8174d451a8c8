package queue

import (
	"cmp"
	"errors"
	"net/url"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Address is where RabbitMQ is, and the queue of the tickets: amqp://user:password@host:5672/vhost?queue=name. It is
// amqps:// with TLS. Without a name the queue is everything.jobs.
type Address string

// UnmarshalText reads an address.
func (a *Address) UnmarshalText(text []byte) error {
	*a = Address(text)
	if _, err := amqp.ParseURI(string(text)); err != nil {
		return errors.New("must be a URL such as amqp://user:password@host:5672/") // without the text: it may hold a password
	}
	return nil
}

func (a Address) host() string {
	u, err := url.Parse(string(a))
	if err != nil {
		return ""
	}
	return u.Host
}

func (a Address) queue() string {
	u, err := url.Parse(string(a))
	if err != nil {
		return ""
	}
	return cmp.Or(u.Query().Get("queue"), "everything.jobs")
}
