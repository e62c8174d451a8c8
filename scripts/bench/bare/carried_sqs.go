//go:build ignore

package main

import (
	"context"
	"net/url"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/google/uuid"
)

// dial makes a client of a queue. A request sends one message, and ten are received and deleted in one.
func dial(address string) (publish func(context.Context, uuid.UUID) error, consume func(work func([]byte))) {
	u, err := url.Parse(address)
	must(err)
	client := sqs.New(sqs.Options{
		BaseEndpoint: aws.String("http://" + u.Host),
		Region:       "local",
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	queue := aws.String(address)
	publish = func(ctx context.Context, id uuid.UUID) error {
		_, err := client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: queue, MessageBody: aws.String(string(body(id)))})
		return err
	}
	consume = func(work func([]byte)) {
		for range workers {
			go func() {
				for {
					got, err := client.ReceiveMessage(context.Background(), &sqs.ReceiveMessageInput{QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 20})
					must(err)
					var done []types.DeleteMessageBatchRequestEntry
					for i, m := range got.Messages {
						work([]byte(aws.ToString(m.Body)))
						done = append(done, types.DeleteMessageBatchRequestEntry{Id: aws.String(strconv.Itoa(i)), ReceiptHandle: m.ReceiptHandle})
					}
					if len(done) > 0 {
						_, err = client.DeleteMessageBatch(context.Background(), &sqs.DeleteMessageBatchInput{QueueUrl: queue, Entries: done})
						must(err)
					}
				}
			}()
		}
	}
	return publish, consume
}
