package conformance

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// Check is one promise and the way to find out whether it is kept.
type Check struct {
	Name string // a claim: "a created row is where Location says"
	kind kind
	run  func(t *T)

	pieces []string // that the project must have, or the check says nothing about it
}

type kind int

const (
	asking  kind = iota // one after another
	waiting             // beside all others
	ending              // on a process to be ended; beside all others where there can be several, else at last
	judging             // after the asking ones, because it judges their answers
)

// T is what a check reports to, much like testing.T.
type T struct {
	*session
	ctx    context.Context
	mu     sync.Mutex
	faults []string
	notRun string
	door   *route   // that knock asks
	after  []func() // run when the check has ended, the last first
}

// most is how many faults of one kind are worth reading.
const most = 5

// Errorf notes a fault and goes on. It can be used from any goroutine, unlike the other two.
func (t *T) Errorf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.faults) < most {
		t.faults = append(t.faults, fmt.Sprintf(format, args...))
	}
}

// Fatalf notes a fault and ends the check.
func (t *T) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	runtime.Goexit()
}

// Skipf ends the check, which says nothing about the project then.
func (t *T) Skipf(format string, args ...any) {
	t.notRun = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// cleanUp ends what the check began.
func (t *T) cleanUp() {
	for _, end := range slices.Backward(t.after) {
		end()
	}
}
