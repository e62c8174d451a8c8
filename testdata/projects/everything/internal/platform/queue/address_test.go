package queue_test

const absent = "amqp://guest:guest@127.0.0.1:1/"

var addresses = map[string]bool{
	"amqp://localhost":                            true,
	"amqp://user:password@host:5672/":             true,
	"amqps://user:password@host:5671/vhost":       true,
	"amqp://user:password@host:5672/?queue=other": true,
	"":                                 false,
	"host:5672":                        false,
	"http://host:5672/":                false,
	"amqp://user:pass word@host:5672/": false,
	"amqp://host:port/":                false,
}
