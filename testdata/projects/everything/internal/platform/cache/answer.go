package cache

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"runtime/debug"

	"everything/internal/platform/problem"
)

// An answer is a value, or a problem that says that there is none. A first byte tells which.
const (
	valueFollows   = '='
	problemFollows = '!'
)

// errUnkept marks that a value cannot be kept, or that what was kept cannot be read.
var errUnkept = errors.New("not kept")

func encodeAnswer(value any, err error) (data []byte, broken error) {
	none, absent := errors.AsType[*problem.Problem](err)
	switch {
	case absent && none.Status == http.StatusNotFound:
		data, broken = json.Marshal(none)
		data = append([]byte{problemFollows}, data...)
	case err != nil:
		return nil, err
	default:
		data, broken = encode([]byte{valueFollows}, value)
	}
	if broken != nil {
		return nil, fmt.Errorf("%w: %w", errUnkept, broken)
	}
	return data, nil
}

// decodeAnswer reads a value, or gives the problem as the error that it was.
func decodeAnswer(data []byte, value any) error {
	none := new(problem.Problem)
	var broken error
	if absent(data) {
		broken = json.Unmarshal(data[1:], none)
	} else {
		broken = decode(data[1:], value)
	}
	switch {
	case broken != nil:
		return fmt.Errorf("%w: %w", errUnkept, broken)
	case absent(data):
		return none
	}
	return nil
}

// absent reports whether an answer says that there is nothing.
func absent(data []byte) bool { return data[0] == problemFollows }

// surviving turns a panic into an error: in a goroutine of its own it would end the process.
func surviving(ctx context.Context, load func(context.Context) ([]byte, error)) (data []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return load(ctx)
}

// digest is short, and differs for all that differs as JSON.
func digest(question any) (string, error) {
	text, err := json.Marshal(question)
	return short(text), err
}

func short(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// schema tells types apart, and the versions of one.
func (c *Cache) schema(of reflect.Type) string {
	if known, is := c.schemas.Load(of); is {
		return known.(string)
	}
	text := short([]byte(describe(of, map[reflect.Type]bool{})))[:8]
	c.schemas.Store(of, text)
	return text
}
