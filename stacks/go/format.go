package gostack

import (
	"go/format"
	"path"
)

// Format is gofmt for Go files.
func (Stack) Format(name string, data []byte) ([]byte, error) {
	if path.Ext(name) != ".go" {
		return data, nil
	}
	return format.Source(data)
}
