package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	confirmTime = 10 * time.Second     // for a batch of tickets to be confirmed
	gatherTime  = 2 * time.Millisecond // for more tickets to come with the first
)

// rabbitMQ has one connection to publish and another to receive, as RabbitMQ holds up those that publish too much. Each is
// opened when it is needed and given up after an error, so that the next call opens another.
type rabbitMQ struct {
	address  Address
	out, in  link
	prefetch int // tickets that are on their way to this process at most
	tickets  <-chan amqp.Delivery
	held     []amqp.Delivery // received last, and not accepted
}

// Connect prepares a broker, which need not be reachable yet.
func Connect(address Address) (Broker, error) {
	slog.Info("queue", "kind", "RabbitMQ", "host", address.host(), "queue", address.queue())
	return &rabbitMQ{address: address}, nil
}

// Publish waits for the confirms of all tickets at once.
func (r *rabbitMQ) Publish(ctx context.Context, tickets []Ticket) error {
	ctx, cancel := context.WithTimeout(ctx, confirmTime)
	defer cancel()
	channel, err := r.out.open(r.address, func(c *amqp.Channel) error { return c.Confirm(false) })
	if err != nil {
		return err
	}
	if err := publish(ctx, channel, r.address.queue(), tickets); err != nil {
		return errors.Join(err, r.out.close())
	}
	return nil
}

func publish(ctx context.Context, channel *amqp.Channel, queue string, tickets []Ticket) error {
	confirms := make([]*amqp.DeferredConfirmation, len(tickets))
	for i, t := range tickets {
		body, err := t.encode()
		if err != nil {
			return err
		}
		message := amqp.Publishing{ContentType: "application/json", DeliveryMode: amqp.Persistent, Body: body}
		if confirms[i], err = channel.PublishWithDeferredConfirm("", queue, false, false, message); err != nil {
			return err
		}
	}
	for _, c := range confirms {
		if stored, err := c.WaitContext(ctx); err != nil || !stored {
			return errors.Join(errors.New("RabbitMQ did not confirm a ticket"), err)
		}
	}
	return nil
}

// Receive takes the first ticket and those that are with it.
func (r *rabbitMQ) Receive(ctx context.Context, most int) (d Delivery, err error) {
	if err := errors.Join(r.consume(most), r.giveBack()); err != nil {
		return d, err
	}
	var gathered <-chan time.Time // never, until there is a ticket
	for len(d.Tickets) < most {
		select {
		case message, open := <-r.tickets:
			if !open {
				return d, errors.Join(errors.New("RabbitMQ delivers no more"), r.in.close())
			}
			ticket, is := decode(message.Body)
			if !is {
				_ = message.Reject(false) // if this fails it comes again
				continue
			}
			d.Tickets, r.held = append(d.Tickets, ticket), append(r.held, message)
			if gathered == nil {
				gathered = time.After(gatherTime)
			}
		case <-gathered:
			most = 0
		case <-ctx.Done():
			return d, ctx.Err()
		}
	}
	d.Accept = r.accept
	return d, nil
}

// consume asks for tickets, where that was not done on the present connection. As many come as this process had room for
// in the beginning: a ticket that waits here is one that no other process sees.
func (r *rabbitMQ) consume(most int) error {
	r.prefetch = max(r.prefetch, most)
	_, err := r.in.open(r.address, func(c *amqp.Channel) error {
		err := c.Qos(r.prefetch, 0, false)
		if err == nil {
			r.tickets, err = c.Consume(r.address.queue(), "", false, false, false, false, nil)
		}
		r.held = nil // what came on a connection that is lost comes again
		return err
	})
	return err
}

func (r *rabbitMQ) accept(context.Context) error {
	for _, message := range r.held {
		if err := message.Ack(false); err != nil {
			return err
		}
	}
	r.held = nil
	return nil
}

func (r *rabbitMQ) giveBack() error {
	for _, message := range r.held {
		if err := message.Nack(false, true); err != nil {
			return err
		}
	}
	r.held = nil
	return nil
}

// Check asks on the connection that publishes.
func (r *rabbitMQ) Check(ctx context.Context) error {
	answer := make(chan error, 1)
	go func() { answer <- r.out.check(r.address) }() // the client knows no deadlines; it gives up when heartbeats stay away
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return fmt.Errorf("RabbitMQ does not answer: %w", ctx.Err())
	}
}

// Close gives back what was not accepted.
func (r *rabbitMQ) Close() error { return errors.Join(r.in.close(), r.out.close()) }
