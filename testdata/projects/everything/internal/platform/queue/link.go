package queue

import (
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	dialTime  = 2 * time.Second
	heartbeat = 5 * time.Second // a connection on which nothing comes for two of them is lost
	closeTime = time.Second
)

// link is a connection with one channel.
type link struct {
	mu         sync.Mutex
	connection *amqp.Connection
	channel    *amqp.Channel
}

// open gives the channel. On a new one it makes the queue, if there is none, and then does what prepare says.
func (l *link) open(address Address, prepare func(*amqp.Channel) error) (*amqp.Channel, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.channel != nil && !l.channel.IsClosed() {
		return l.channel, nil
	}
	if err := l.dial(address); err != nil {
		return nil, err
	}
	channel, err := l.connection.Channel()
	if err != nil {
		return nil, err
	}
	if err := declare(channel, address.queue()); err != nil {
		return nil, err
	}
	if err := prepare(channel); err != nil {
		return nil, err
	}
	l.channel = channel
	return channel, nil
}

// dial connects, unless the connection is there.
func (l *link) dial(address Address) (err error) {
	if l.connection != nil && !l.connection.IsClosed() {
		return nil
	}
	properties := amqp.NewConnectionProperties()
	properties.SetClientConnectionName("everything")
	l.connection, err = amqp.DialConfig(string(address), amqp.Config{
		Dial: amqp.DefaultDial(dialTime), Heartbeat: heartbeat, Properties: properties,
	})
	return err
}

// declare makes the queue, if there is none: a quorum queue, which keeps what it confirmed when a node is lost.
func declare(c *amqp.Channel, queue string) error {
	_, err := c.QueueDeclare(queue, true, false, false, false, amqp.Table{amqp.QueueTypeArg: amqp.QueueTypeQuorum})
	return err
}

// check asks for the queue on a channel of its own.
func (l *link) check(address Address) error {
	l.mu.Lock()
	err := l.dial(address)
	connection := l.connection
	l.mu.Unlock()
	if err != nil {
		return err
	}
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	if err := declare(channel, address.queue()); err != nil {
		return err
	}
	return channel.Close()
}

// close ends the connection, whatever state it is in. What came on it and was not accepted comes again.
func (l *link) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.connection == nil || l.connection.IsClosed() {
		return nil
	}
	return l.connection.CloseDeadline(time.Now().Add(closeTime))
}
