package db

import (
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

func TestStatementsArePreparedOnceAndNotWithoutEnd(t *testing.T) {
	d, err := Open(Address("sqlite:" + filepath.Join(t.TempDir(), "test.db")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // the test is over
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for i := range mostPrepared + 10 {
				got := 0
				_, err := d.Get(t.Context(), func(row Row) error { return row.Scan(&got) }, "SELECT $1 + "+strconv.Itoa(i), 1)
				if err != nil || got != i+1 {
					t.Errorf("1 + %d is %d, %v", i, got, err)
				}
			}
		})
	}
	clients.Wait()
	if kept := len(d.read.prepared); kept < mostPrepared || kept > mostPrepared+8 {
		t.Errorf("%d are kept", kept)
	}
}
