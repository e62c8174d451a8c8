// Package api describes the API: openapi.yaml is the base, and each module adds a file of its own.
package api

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"

	"go.yaml.in/yaml/v3"
)

//go:embed *.yaml
var files embed.FS

// Routes serves the description at /openapi.json. An error means that the files do not fit together.
func Routes(mux interface{ Handle(string, http.Handler) }) error {
	whole, err := Document()
	if err != nil {
		return err
	}
	body, err := json.Marshal(whole)
	mux.Handle("GET /openapi.json", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // an error means that the client is gone; there is nobody to tell
	}))
	return err
}

// Document is all files as one.
func Document() (map[string]any, error) {
	whole := map[string]any{}
	names, err := fs.Glob(files, "*.yaml")
	for _, name := range names {
		var part map[string]any
		text, err := files.ReadFile(name)
		if err == nil {
			err = yaml.Unmarshal(text, &part)
		}
		if err == nil {
			err = merge(whole, part)
		}
		if err != nil {
			return nil, fmt.Errorf("api/%s: %w", name, err)
		}
	}
	return whole, err
}

// merge adds part to whole. Objects can stand in several files; anything else in one.
func merge(whole, part map[string]any) error {
	for key, value := range part {
		old, twice := whole[key].(map[string]any)
		more, object := value.(map[string]any)
		switch {
		case twice && object:
			if err := merge(old, more); err != nil {
				return err
			}
		case whole[key] != nil:
			return fmt.Errorf("%s stands in another file too", key)
		default:
			whole[key] = value
		}
	}
	return nil
}
