package cache

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
)

// Values are kept as JSON, but a struct as the list of its fields: the tags that shape it for clients do not count here,
// and a field that no client sees is kept like the others.

// encode appends a value.
func encode(to []byte, value any) ([]byte, error) {
	v := reflect.New(reflect.TypeOf(value)).Elem() // whose fields have addresses, for methods of pointers
	v.Set(reflect.ValueOf(value))
	return appendValue(to, v)
}

func appendValue(to []byte, v reflect.Value) ([]byte, error) {
	switch shapeOf(v.Type()) {
	case refused:
		return nil, fmt.Errorf("a %s has parts that cannot be seen from outside", v.Type())
	case pointer:
		if !v.IsNil() {
			return appendValue(to, v.Elem())
		}
	case list:
		if !v.IsNil() {
			return appendParts(to, v.Len(), v.Index)
		}
	case fields:
		return appendParts(to, v.NumField(), v.Field)
	}
	text, err := json.Marshal(v.Addr().Interface())
	return append(to, text...), err
}

// appendParts begins with how many there are, so that room can be made for them at once.
func appendParts(to []byte, n int, part func(int) reflect.Value) (_ []byte, err error) {
	to = strconv.AppendInt(append(to, '['), int64(n), 10)
	for i := range n {
		if to, err = appendValue(append(to, ','), part(i)); err != nil {
			return nil, err
		}
	}
	return append(to, ']'), nil
}

// decode reads a value into what a pointer points to.
func decode(data []byte, into any) error {
	switch to := target(reflect.ValueOf(into).Elem()).(type) {
	case *place:
		return to.UnmarshalJSON(data)
	case *[]any:
		return readParts(data, *to)
	default:
		return json.Unmarshal(data, to)
	}
}

// target is what JSON reads a value into. Where there are parts, it reads each into what the target's own points to, so that
// all are read in one go.
func target(v reflect.Value) any {
	switch shapeOf(v.Type()) {
	case whole:
		return v.Addr().Interface()
	case fields:
		parts := targets(v.NumField(), v.Field)
		return &parts
	}
	return &place{v}
}

// targets are those of n parts, behind one for their number.
func targets(n int, part func(int) reflect.Value) []any {
	all := make([]any, n+1)
	all[0] = new(int)
	for i := range n {
		all[i+1] = target(part(i))
	}
	return all
}

func readParts(data []byte, parts []any) error {
	want := len(parts)
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	if len(parts) != want {
		return fmt.Errorf("%d parts where %d belong", len(parts)-1, want-1)
	}
	return nil
}

// place is a pointer or a slice, for which room has to be made first.
type place struct{ reflect.Value }

// UnmarshalJSON reads what appendValue wrote.
func (p place) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		p.SetZero()
		return nil
	case p.Kind() == reflect.Pointer:
		p.Set(reflect.New(p.Type().Elem()))
		return decode(data, p.Interface())
	}
	length, _, _ := bytes.Cut(bytes.Trim(data, "[]"), []byte(","))
	n, err := strconv.Atoi(string(length))
	if err != nil || n < 0 || n > len(data) {
		return fmt.Errorf("%.20q does not begin with a number of parts", data)
	}
	p.Set(reflect.MakeSlice(p.Type(), n, n))
	return readParts(data, targets(n, p.Index))
}

// shape is how values of a type are kept.
type shape int

const (
	whole   shape = iota // as its own JSON
	pointer              // as what it points to, or null
	list                 // element by element, or null
	fields               // field by field
	refused
)

func shapeOf(t reflect.Type) shape {
	switch t.Kind() {
	case reflect.Pointer:
		return pointer
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return list
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if !t.Field(i).IsExported() {
				return ownText(t)
			}
		}
		return fields
	case reflect.Interface, reflect.Func, reflect.Chan:
		return refused
	}
	return whole
}

// ownText is whole for a type that can write itself, such as time.Time.
func ownText(t reflect.Type) shape {
	p := reflect.PointerTo(t)
	if p.Implements(reflect.TypeFor[json.Marshaler]()) || p.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return whole
	}
	return refused
}

// describe is a type with all its fields, so that one that changed is another one.
func describe(t reflect.Type, known map[reflect.Type]bool) string {
	text := t.String()
	switch {
	case known[t]:
		return text
	case shapeOf(t) == pointer || shapeOf(t) == list:
		return text + describe(t.Elem(), known)
	case shapeOf(t) != fields:
		return text
	}
	known[t] = true
	for i := range t.NumField() {
		text += "," + t.Field(i).Name + " " + describe(t.Field(i).Type, known)
	}
	return text
}
