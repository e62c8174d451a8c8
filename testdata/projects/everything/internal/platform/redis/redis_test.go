package redis_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"everything/internal/platform/redis"
	"everything/internal/platform/redistest"
)

func TestTheServerAnswers(t *testing.T) {
	client, err := redis.Open(redistest.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }() // all answers are in
	if err := client.Ping(t.Context()).Err(); err != nil {
		t.Error(err)
	}
}

func TestACommandHasUntilItsDeadline(t *testing.T) {
	client, err := redis.Open(redistest.Silent(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }() // nothing was answered
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	start := time.Now()
	if err := client.Ping(ctx).Err(); err == nil {
		t.Error("a server that says nothing has answered")
	}
	if took := time.Since(start); took > 500*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestAFaultyAddressIsNotRepeated(t *testing.T) {
	for _, text := range []string{"localhost:6379", "http://:secret@localhost", "redis://:secret@local host"} {
		var a redis.Address
		if err := a.UnmarshalText([]byte(text)); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
