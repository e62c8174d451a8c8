package queue_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/queue"
	"everything/internal/platform/queuetest"
)

func connect(t *testing.T, address queue.Address) queue.Broker {
	t.Helper()
	b, err := queue.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func tickets(n int) []queue.Ticket {
	all := make([]queue.Ticket, n)
	for i := range all {
		all[i] = queue.Ticket{ID: uuid.Must(uuid.NewV7()), Key: []string{"", "one", "two"}[i%3]}
	}
	return all
}

func publish(t *testing.T, b queue.Broker, all ...queue.Ticket) {
	t.Helper()
	if err := b.Publish(t.Context(), all); err != nil {
		t.Fatal(err)
	}
}

const most = 7

// receive waits until all of these tickets have come, and fails when another one comes.
func receive(t *testing.T, b queue.Broker, accept bool, all ...queue.Ticket) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	missing := map[queue.Ticket]bool{}
	for _, ticket := range all {
		missing[ticket] = true
	}
	for len(missing) > 0 {
		d, err := b.Receive(ctx, most)
		if err != nil {
			t.Fatalf("%d tickets are missing: %v", len(missing), err)
		}
		if len(d.Tickets) > most {
			t.Fatalf("%d tickets came at once", len(d.Tickets))
		}
		for _, ticket := range d.Tickets {
			if !missing[ticket] {
				t.Errorf("%v came, and was not to", ticket)
			}
			delete(missing, ticket)
		}
		if !accept {
			continue
		}
		if err := d.Accept(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

func TestATicketComesUntilItIsAccepted(t *testing.T) {
	address := queuetest.Address(t)
	b, all, late := connect(t, address), tickets(25), tickets(1)
	publish(t, b, all...)
	receive(t, b, true, all...)
	publish(t, b, late...)
	receive(t, b, false, late...)
	receive(t, b, false, late...)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := connect(t, address)
	receive(t, again, true, late...)
	last := tickets(1)
	publish(t, again, last...)
	receive(t, again, true, last...)
}

func TestTicketsAreSharedOut(t *testing.T) {
	address := queuetest.Address(t)
	one, two, all := connect(t, address), connect(t, address), tickets(40)
	publish(t, one, all...)
	came := make(chan queue.Ticket)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for _, b := range []queue.Broker{one, two} {
		go func() {
			for ctx.Err() == nil {
				d, err := b.Receive(ctx, 1)
				if err != nil || d.Accept(ctx) != nil {
					continue
				}
				for _, ticket := range d.Tickets {
					came <- ticket
				}
			}
		}()
	}
	missing := map[queue.Ticket]bool{}
	for _, ticket := range all {
		missing[ticket] = true
	}
	for len(missing) > 0 {
		select {
		case ticket := <-came:
			delete(missing, ticket) // one may come twice while the two agree on who gets what
		case <-time.After(time.Minute):
			t.Fatalf("%d of %d tickets are missing", len(missing), len(all))
		}
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	b := connect(t, queuetest.Address(t))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	if d, err := b.Receive(ctx, most); err == nil {
		t.Errorf("%v came", d.Tickets)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	if err := b.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAnAbsentBrokerIsNoticedInTime(t *testing.T) {
	b := connect(t, absent)
	for name, call := range map[string]func(context.Context) error{
		"Publish": func(ctx context.Context) error { return b.Publish(ctx, tickets(1)) },
		"Receive": func(ctx context.Context) error { _, err := b.Receive(ctx, most); return err },
		"Check":   b.Check,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		start := time.Now()
		err := call(ctx)
		cancel()
		if took := time.Since(start); err == nil || took > 3*time.Second {
			t.Errorf("%s: %v after %s", name, err, took)
		}
	}
}

func TestFaultyAddressesAreRefused(t *testing.T) {
	for text, want := range addresses {
		if err := new(queue.Address).UnmarshalText([]byte(text)); (err == nil) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}
