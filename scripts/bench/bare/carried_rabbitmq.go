//go:build ignore

package main

import (
	"context"
	"errors"
	"net/url"

	"github.com/google/uuid"
	amqp "github.com/rabbitmq/amqp091-go"
)

// dial connects to a durable quorum queue, twice: to publish, on a channel for each producer, and to consume.
func dial(address string) (publish func(context.Context, uuid.UUID) error, consume func(work func([]byte))) {
	u, err := url.Parse(address)
	must(err)
	queue := u.Query().Get("queue")
	out, err := amqp.Dial(address)
	must(err)
	channels := make(chan *amqp.Channel, producers)
	for range producers {
		c, err := out.Channel()
		must(err)
		must(c.Confirm(false))
		channels <- c
	}
	in, err := amqp.Dial(address)
	must(err)
	c, err := in.Channel()
	must(err)
	_, err = c.QueueDeclare(queue, true, false, false, false, amqp.Table{amqp.QueueTypeArg: amqp.QueueTypeQuorum})
	must(err)
	must(c.Qos(2*workers, 0, false))
	messages, err := c.Consume(queue, "", false, false, false, false, nil)
	must(err)

	publish = func(ctx context.Context, id uuid.UUID) error {
		c := <-channels
		defer func() { channels <- c }()
		message := amqp.Publishing{DeliveryMode: amqp.Persistent, Body: body(id)}
		confirm, err := c.PublishWithDeferredConfirmWithContext(ctx, "", queue, false, false, message)
		if err != nil {
			return err
		}
		if stored, err := confirm.WaitContext(ctx); err != nil || !stored {
			return errors.Join(err, errors.New("not confirmed"))
		}
		return nil
	}
	consume = func(work func([]byte)) {
		for range workers {
			go func() {
				for m := range messages {
					work(m.Body)
					must(m.Ack(false))
				}
			}()
		}
	}
	return publish, consume
}
