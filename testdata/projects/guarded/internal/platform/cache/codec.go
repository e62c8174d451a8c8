package cache

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
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
			return appendList(to, v.Len(), v.Index)
		}
	case fields:
		return appendList(to, v.NumField(), v.Field)
	}
	text, err := json.Marshal(v.Addr().Interface())
	return append(to, text...), err
}

func appendList(to []byte, n int, part func(int) reflect.Value) (_ []byte, err error) {
	to = append(to, '[')
	for i := range n {
		if i > 0 {
			to = append(to, ',')
		}
		if to, err = appendValue(to, part(i)); err != nil {
			return nil, err
		}
	}
	return append(to, ']'), nil
}

// decode reads a value into what a pointer points to.
func decode(data []byte, into any) error { return readValue(data, reflect.ValueOf(into).Elem()) }

func readValue(data []byte, v reflect.Value) error {
	shape := shapeOf(v.Type())
	if string(data) == "null" && (shape == pointer || shape == list) {
		v.SetZero()
		return nil
	}
	switch shape {
	case pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return readValue(data, v.Elem())
	case list, fields:
		var parts []json.RawMessage
		if err := json.Unmarshal(data, &parts); err != nil {
			return err
		}
		part := v.Field
		if shape == list {
			v.Set(reflect.MakeSlice(v.Type(), len(parts), len(parts)))
			part = v.Index
		} else if len(parts) != v.NumField() {
			return fmt.Errorf("%d values for a %s", len(parts), v.Type())
		}
		for i, text := range parts {
			if err := readValue(text, part(i)); err != nil {
				return err
			}
		}
		return nil
	}
	return json.Unmarshal(data, v.Addr().Interface())
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
