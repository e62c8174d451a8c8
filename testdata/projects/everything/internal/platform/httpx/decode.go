package httpx

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"mime"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"everything/internal/platform/problem"
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
	kind, null := field.Kind(), string(value) == "null"
	if kind == reflect.Pointer {
		kind = field.Type().Elem().Kind()
	}
	switch {
	case null && field.Kind() != reflect.Pointer:
		return errors.New("must not be null")
	case !isUnicode(value):
		return errors.New("must be Unicode: UTF-8, and no half of a surrogate pair")
	case kind == reflect.Array && len(value) != 38 && !null: // uuid.Parse takes other spellings too
		return errors.New("must be a UUID such as 01a20add-f0c0-7673-99cd-574acdc726c8")
	case kind == reflect.Int64:
		value = integer(value)
	}
	fresh := reflect.New(field.Type())
	err := json.Unmarshal(value, fresh.Interface())
	if _, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		kinds := map[reflect.Kind]string{reflect.Int64: "a whole number", reflect.Bool: "true or false"}
		return errors.New("must be " + cmp.Or(kinds[kind], "a string"))
	}
	if err == nil {
		field.Set(fresh.Elem())
	}
	return err
}

// escape is a pair of escaped surrogates, half a pair (the group), or any other escape: a backslash may be escaped too.
var escape = regexp.MustCompile(`\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F])|\\.`)

// isUnicode reports whether a valid JSON value is Unicode. encoding/json would store U+FFFD for what is not.
func isUnicode(value json.RawMessage) bool {
	for _, found := range escape.FindAllSubmatch(value, -1) {
		if found[1] != nil {
			return false
		}
	}
	return utf8.Valid(value)
}

// integer writes 2.0 and 2e3 as 2 and 2000: JSON has one kind of number, and some clients send a point in all of them.
func integer(value json.RawMessage) json.RawMessage {
	n, err := strconv.ParseFloat(string(value), 64)
	if !bytes.ContainsAny(value, ".eE") || err != nil || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
		return value
	}
	return strconv.AppendInt(nil, int64(n), 10)
}

// readObject splits a JSON object into its members. A name that stands twice is an error, as readers disagree on it.
func readObject(r *http.Request) (map[string]json.RawMessage, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	patch := r.Method == http.MethodPatch && kind == "application/merge-patch+json"
	if err != nil || kind != "application/json" && !patch {
		return nil, problem.New(http.StatusUnsupportedMediaType, "the body must be application/json")
	}
	body, err := io.ReadAll(r.Body)
	if tooLarge, is := errors.AsType[*http.MaxBytesError](err); is {
		return nil, problem.New(http.StatusRequestEntityTooLarge, fmt.Sprintf("the body has more than %d bytes", tooLarge.Limit))
	}
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "the body did not arrive whole")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if start, _ := dec.Token(); start != json.Delim('{') || !json.Valid(body) {
		return nil, problem.New(http.StatusBadRequest, "the body must be one JSON object")
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
