package process

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// wrote tells what is written to it.
type wrote chan string

func (w wrote) Write(lines []byte) (int, error) {
	w <- string(lines)
	return len(lines), nil
}

func TestLinesAreWrittenTogetherAfterAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := make(wrote)
		log := NewLog(out)
		for range 3 { // also after a pause
			start := time.Now()
			_, _ = fmt.Fprintln(log, "one")
			_, _ = fmt.Fprintln(log, "two")
			got := <-out
			if late := time.Since(start); got != "one\ntwo\n" || late != logDelay {
				t.Errorf("wrote %q after %s", got, late)
			}
			time.Sleep(time.Second)
		}
	})
}

func TestManyLinesAreWrittenAtOnce(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out)
	_, _ = fmt.Fprintln(log, strings.Repeat("x", logSize))
	if out.Len() != logSize+1 {
		t.Errorf("wrote %d bytes", out.Len())
	}
}

func TestNoLineIsLostOrSplit(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out)
	line := strings.Repeat("x", 99)
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for range 1000 {
				_, _ = fmt.Fprintln(log, line)
			}
		})
	}
	writers.Wait()
	log.Flush()
	if out.String() != strings.Repeat(line+"\n", 8000) {
		t.Errorf("%d bytes do not hold what was written", out.Len())
	}
}
