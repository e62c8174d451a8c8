//go:build ignore

package main

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/twmb/franz-go/pkg/kgo"
)

// dial makes a client that waits until all replicas have a record, and one of a group, which commits what its workers have
// done, a batch at a time.
func dial(address string) (publish func(context.Context, uuid.UUID) error, consume func(work func([]byte))) {
	u, err := url.Parse(address)
	must(err)
	topic := strings.Trim(u.Path, "/")
	out, err := kgo.NewClient(kgo.SeedBrokers(u.Host), kgo.DefaultProduceTopic(topic), kgo.AllowAutoTopicCreation(), kgo.ProducerLinger(0))
	must(err)
	in, err := kgo.NewClient(kgo.SeedBrokers(u.Host), kgo.ConsumeTopics(topic), kgo.ConsumerGroup(topic), kgo.AllowAutoTopicCreation(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit())
	must(err)

	publish = func(ctx context.Context, id uuid.UUID) error {
		return out.ProduceSync(ctx, &kgo.Record{Value: body(id)}).FirstErr()
	}
	consume = func(work func([]byte)) {
		ctx := context.Background()
		for {
			fetches := in.PollRecords(ctx, 10*workers)
			must(fetches.Err())
			records := fetches.Records()
			todo := make(chan *kgo.Record, len(records))
			for _, r := range records {
				todo <- r
			}
			close(todo)
			var working sync.WaitGroup
			for range workers {
				working.Go(func() {
					for r := range todo {
						work(r.Value)
					}
				})
			}
			working.Wait()
			must(in.CommitRecords(ctx, records...))
		}
	}
	return publish, consume
}
