// Package process is what a process sets up for itself: its log and its memory.
package process

import (
	"io"
	"sync"
	"time"
)

const (
	logDelay = 100 * time.Millisecond // after which a line is written at the latest
	logSize  = 64 << 10               // in bytes, from which on lines are written at once
)

// Log collects lines and writes many at a time, as a system call for each would be a tenth of the work of a small
// request. Flush it before the process ends.
type Log struct {
	out   io.Writer
	mu    sync.Mutex
	lines []byte
}

// NewLog is a log that is written to out.
func NewLog(out io.Writer) *Log { return &Log{out: out} }

// Write takes in one line.
func (l *Log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lines) == 0 {
		time.AfterFunc(logDelay, l.Flush)
	}
	l.lines = append(l.lines, line...)
	if len(l.lines) >= logSize {
		l.flush()
	}
	return len(line), nil
}

// Flush writes the lines that have been collected.
func (l *Log) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
}

func (l *Log) flush() {
	if len(l.lines) == 0 {
		return
	}
	_, _ = l.out.Write(l.lines) // an error leaves no place to tell it
	l.lines = l.lines[:0]
}
