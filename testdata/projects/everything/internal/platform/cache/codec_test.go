package cache

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
)

type Inner struct {
	Name   string  `json:"name"`
	Note   *string `json:"note,omitempty"`
	Secret string  `json:"-"`
}

type outer struct {
	ID uuid.UUID `json:"id"`
	Inner
	At     time.Time
	Live   *bool
	Rank   int64
	Data   []byte
	Tags   []string
	Inner2 *Inner `json:"-"`
	Rows   []Inner
}

func TestEveryFieldComesBack(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 15, 0, 123456000, time.UTC)
	for name, want := range map[string]outer{
		"full": {
			ID: uuid.New(), Inner: Inner{"tea", new(""), "hidden"}, At: at, Live: new(false), Rank: 1<<53 - 1,
			Data: []byte{0, 255}, Tags: []string{""}, Inner2: &Inner{Name: "in"}, Rows: []Inner{{Secret: "x"}, {}},
		},
		"empty":       {Tags: []string{}, Rows: []Inner{}},
		"nil and odd": {Inner: Inner{Name: "\x00<\u2028>\""}},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := encode(nil, want)
			if err != nil {
				t.Fatal(err)
			}
			var got outer
			if err := decode(data, &got); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("kept %s, got %+v, %v, want %+v", data, got, err, want)
			}
		})
	}
}

func TestWhatIsNotWholeIsAnError(t *testing.T) {
	data, err := encode(nil, []Inner{{Name: "tea", Note: new("hot")}, {}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		var got []Inner
		if decode(data[:n], &got) == nil {
			t.Errorf("%s was read from %s", data[:n], data)
		}
	}
	for _, odd := range []string{`[2,[3,"",null,""]]`, `[1,[3,"",null,""],[3,"",null,""]]`, `[-1]`, `[99999999]`, `["",""]`, `{}`, `7`} {
		var got []Inner
		if decode([]byte(odd), &got) == nil {
			t.Errorf("%s was read", odd)
		}
	}
}

func TestWhatCannotBeSeenIsRefused(t *testing.T) {
	for _, value := range []any{struct{ n int }{1}, struct{ Any any }{1}, []struct{ F func() }{{}}} {
		if data, err := encode(nil, value); err == nil {
			t.Errorf("%T is kept as %s", value, data)
		}
	}
}

func TestATypeThatChangedIsAnotherOne(t *testing.T) {
	one := func() any {
		type row struct{ A, B string }
		return row{}
	}()
	other := func() any {
		type row struct{ B, A string }
		return row{}
	}()
	c := &Cache{}
	if c.schema(reflect.TypeOf(one)) == c.schema(reflect.TypeOf(other)) {
		t.Error("they are told apart by their names only")
	}
	if c.schema(reflect.TypeOf([]any{one})) == "" {
		t.Error("a list has no schema")
	}
}

func TestTypesThatHoldThemselvesHaveASchema(t *testing.T) {
	type node struct {
		Name string
		Next *node
	}
	if (&Cache{}).schema(reflect.TypeFor[node]()) == "" {
		t.Error("there is none")
	}
}
