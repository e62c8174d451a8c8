package vcs

import (
	"bytes"
	"os"
	"strings"

	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/gitattributes"
)

// endings decides whether a file is committed with LF although the disk has CRLF, as git does for a checkout that it
// had turned to CRLF. Only the .gitattributes at the root of the repository is read.
type endings struct {
	auto    bool // core.autocrlf is true or input
	matcher gitattributes.Matcher
}

func (r *repo) endings() endings {
	var e endings
	if c, err := r.ConfigScoped(config.SystemScope); err == nil {
		v := c.Raw.Section("core").Option("autocrlf")
		e.auto = v == "true" || v == "input"
	}
	if data, err := os.ReadFile(r.onDisk(".gitattributes")); err == nil {
		if ms, err := gitattributes.ReadAttributes(bytes.NewReader(data), nil, true); err == nil {
			e.matcher = gitattributes.NewMatcher(ms)
		}
	}
	return e
}

// clean gives the bytes to commit. old is the committed file, nil when there is none: a file that was committed with
// CRLF keeps it, which is git's own rule.
func (e endings) clean(path string, data, old []byte) []byte {
	crlf := []byte("\r\n")
	if !bytes.Contains(data, crlf) || bytes.IndexByte(data, 0) >= 0 || !e.isText(path) {
		return data
	}
	if bytes.Contains(old, crlf) {
		return data
	}
	return bytes.ReplaceAll(data, crlf, []byte("\n"))
}

func (e endings) isText(path string) bool {
	if e.matcher == nil {
		return e.auto
	}
	found, _ := e.matcher.Match(strings.Split(path, "/"), []string{"text", "eol"})
	switch text, eol := found["text"], found["eol"]; {
	case text != nil && text.IsUnset():
		return false
	case text != nil && (text.IsSet() || text.IsValueSet()), eol != nil && eol.IsValueSet():
		return true
	}
	return e.auto
}

// blob reads a committed file; nil when there is none.
func (r *repo) blob(hash plumbing.Hash) ([]byte, error) {
	b, err := r.BlobObject(hash)
	if err != nil {
		return nil, err
	}
	rd, err := b.Reader()
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	_, err = buf.ReadFrom(rd)
	if closing := rd.Close(); err == nil {
		err = closing
	}
	return buf.Bytes(), err
}
