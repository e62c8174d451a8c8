package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"unicode/utf8"
)

// values are those of a new row, or of an old one after a patch. All faulty fields are told at once.
func (s *server) values(m module, r *http.Request, old object) (object, error) {
	sent, err := readObject(r)
	if err != nil {
		return nil, err
	}
	for _, see := range s.members {
		see(r, m, sent)
	}
	p, values := newProblem(http.StatusUnprocessableEntity, "some fields are wrong"), object{}
	maps.Copy(values, old)
	for _, f := range m.fields {
		value, there := sent[f.Name]
		delete(sent, f.Name)
		switch {
		case !there && old != nil: // a patch leaves it alone
		case !there && f.Optional:
			values[f.Name] = nil
		case !there:
			p.fields = append(p.fields, faulty{f.Name, "is required"})
		case value == nil && f.Optional:
			values[f.Name] = nil
		default:
			if values[f.Name], err = s.types[f.Type].read(f, value); err != nil {
				p.fields = append(p.fields, faulty{f.Name, err.Error()})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		p.fields = append(p.fields, faulty{name, "is not a field here"})
	}
	if len(p.fields) > 0 {
		return nil, p
	}
	return values, nil
}

// readObject reads a body that is one JSON object.
func readObject(r *http.Request) (object, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" && (kind != "application/merge-patch+json" || r.Method != http.MethodPatch) {
		return nil, newProblem(http.StatusUnsupportedMediaType, "the body must be application/json")
	}
	body, err := io.ReadAll(r.Body)
	if _, is := errors.AsType[*http.MaxBytesError](err); is {
		return nil, newProblem(http.StatusRequestEntityTooLarge, "the body is too large")
	}
	if start := bytes.TrimLeft(body, " \t\r\n"); err != nil || !json.Valid(body) || start[0] != '{' || !utf8.Valid(body) {
		return nil, newProblem(http.StatusBadRequest, "the body must be one JSON object")
	}
	return readMembers(body)
}

// readMembers refuses a name that stands twice, which encoding/json does not.
func readMembers(body []byte) (object, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	_, _ = dec.Token() // the bracket; the body is known to be valid
	members := object{}
	for dec.More() {
		token, _ := dec.Token()
		name, _ := token.(string)
		if _, twice := members[name]; twice {
			return nil, newProblem(http.StatusBadRequest, "a field stands twice")
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		members[name] = value
	}
	return members, nil
}
