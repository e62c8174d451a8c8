package httpx

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/team/types/internal/platform/problem"
)

// Decode reads a JSON object into a struct, and reports at once all that is wrong with its fields. A field that is a
// pointer may be missing or null; any other is required.
func Decode(r *http.Request, into any) error { return decode(r, into, true) }

// DecodePatch is Decode for a merge patch (RFC 7396): it leaves alone what the object does not name.
func DecodePatch(r *http.Request, into any) error { return decode(r, into, false) }

func decode(r *http.Request, into any, whole bool) error {
	values, err := readObject(r)
	if err != nil {
		return err
	}
	var faults problem.Faults
	target := reflect.ValueOf(into).Elem()
	for i := range target.NumField() {
		name, _, _ := strings.Cut(target.Type().Field(i).Tag.Get("json"), ",")
		value, there := values[name]
		delete(values, name)
		if there {
			if err := set(target.Field(i), value); err != nil {
				faults.Add(name, err.Error())
			}
		} else if whole && target.Field(i).Kind() != reflect.Pointer {
			faults.Add(name, "is required")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		faults.Add(name, "is not a field here")
	}
	return faults.Err()
}

// set decodes a value into a field of a struct, never into what an old pointer there leads to.
func set(field reflect.Value, value json.RawMessage) error {
	if string(value) == "null" && field.Kind() != reflect.Pointer {
		return errors.New("must not be null")
	}
	fresh := reflect.New(field.Type())
	err := json.Unmarshal(value, fresh.Interface())
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		kinds := map[reflect.Kind]string{reflect.Int64: "a whole number", reflect.Bool: "true or false"}
		return errors.New("must be " + cmp.Or(kinds[wrong.Type.Kind()], "a string"))
	}
	if err == nil {
		field.Set(fresh.Elem())
	}
	return err
}

// readObject splits a JSON object into its members. A name that stands twice is an error, as readers disagree on it.
func readObject(r *http.Request) (map[string]json.RawMessage, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	patch := r.Method == http.MethodPatch && kind == "application/merge-patch+json"
	if err != nil || kind != "application/json" && !patch {
		return nil, problem.New(http.StatusUnsupportedMediaType, "the body must be application/json")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if start, _ := dec.Token(); start != json.Delim('{') || !json.Valid(body) || !utf8.Valid(body) {
		return nil, problem.New(http.StatusBadRequest, "the body must be one JSON object in UTF-8")
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		token, _ := dec.Token() // the whole body is known to be valid
		name := fmt.Sprint(token)
		if _, twice := values[name]; twice {
			return nil, problem.New(http.StatusBadRequest, fmt.Sprintf("the field %q stands twice", name))
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		values[name] = value
	}
	return values, nil
}
