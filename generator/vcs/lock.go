package vcs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// readIndex reads the index; an absent one is empty.
func (r *repo) readIndex() (*index, error) {
	file, err := os.Open(filepath.Join(r.gitDir, "index"))
	if errors.Is(err, os.ErrNotExist) {
		return &index{version: 2}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the git index: %w", err)
	}
	defer func() { _ = file.Close() }() // nothing was written
	text, err := readAll(file)
	if err != nil {
		return nil, fmt.Errorf("read the git index: %w", err)
	}
	return decodeIndex(text)
}

// readAll reads a file into a string that is not copied again: an index has megabytes where there are many files.
func readAll(file *os.File) (string, error) {
	var text strings.Builder
	if info, err := file.Stat(); err == nil {
		text.Grow(int(info.Size()))
	}
	_, err := io.Copy(&text, file)
	return text.String(), err
}

// indexLock is git's own lock on the index, so that scale and git never write it at once.
type indexLock struct {
	file *os.File
	path string // of the index
}

// lockIndex waits a moment for another git process (an editor refreshing its view) and then gives up.
func (r *repo) lockIndex() (*indexLock, error) {
	const tries, pause = 20, 50 * time.Millisecond
	path := filepath.Join(r.gitDir, "index")
	for i := 0; ; i++ {
		f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			return &indexLock{file: f, path: path}, nil
		}
		if !errors.Is(err, os.ErrExist) {
			return nil, fmt.Errorf("lock the git index: %w", err)
		}
		if i == tries {
			return nil, fmt.Errorf("another git process seems to be running in this repository; if none is, remove %s.lock", path)
		}
		time.Sleep(pause)
	}
}

// write puts the new index into the lock file.
func (l *indexLock) write(x *index) error {
	if _, err := l.file.Write(x.encode()); err != nil {
		return fmt.Errorf("write the git index: %w", err)
	}
	return nil
}

// commit makes the lock file the index.
func (l *indexLock) commit() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("write the git index: %w", err)
	}
	l.file = nil
	if err := os.Rename(l.path+".lock", l.path); err != nil {
		return fmt.Errorf("replace the git index: %w", err)
	}
	return nil
}

// release drops the lock; after commit it does nothing.
func (l *indexLock) release() {
	if l.file == nil {
		return
	}
	// Nothing was promised about a lock that is given up, so there is nobody to tell.
	_ = l.file.Close()
	_ = os.Remove(l.path + ".lock")
}
