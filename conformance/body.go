package conformance

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// bodies are the promises about what a body may be, before its fields are looked at.
func bodies() []Check {
	return []Check{
		{Name: "a body that is not JSON by its type is refused", run: otherKinds},
		{Name: "a body that is not one JSON object is refused", run: malformed},
		{Name: "a body that has a field twice is refused", run: twiceInBody},
		{Name: "a body that is too large is refused", run: tooLarge},
	}
}

func otherKinds(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "text/json; charset=", "application/xml"} {
			body := t.draft(m, nil)
			t.want(t.misuse("POST", m.path, body, "Content-Type", kind), 415)
			t.want(t.misuse("PATCH", path, object{}, "Content-Type", kind), 415)
		}
	})
}

func malformed(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		good, err := bytesOf(t.draft(m, nil))
		if err != nil {
			t.Fatalf("%v", err)
		}
		for _, body := range []string{
			"", " ", "{", "}", "[]", "[{}]", "null", "true", "5", `"text"`, "tea", "{'a':1}", `{"a":1,}`, `{"a"}`, "{} {}", "{} x", "{}]",
			string(good) + string(good), string(good) + "x", string(good[:len(good)-1]), "\ufeff" + string(good),
			`{"a":NaN}`, `{"a":01}`, `{"a":"` + "\n" + `"}`, strings.Repeat("[", 20_000),
		} {
			t.want(t.misuse("POST", m.path, raw(body)), 400)
			t.want(t.misuse("PATCH", path, raw(body)), 400)
		}
		for _, body := range []string{"{\"a\":\"\xff\"}", "{\"a\xff\":1}"} { // no UTF-8
			t.want(t.misuse("POST", m.path, raw(body)), 400, 422)
		}
	})
}

// twiceInBody sends what readers disagree on: some take the first value, some the last.
func twiceInBody(t *T) {
	t.eachModule(func(m module) {
		if len(m.Fields) == 0 {
			t.Skipf("module %s has no field", m.Name)
		}
		name := m.Fields[0].Name
		once, err := bytesOf(t.draft(m, nil))
		again, errAgain := bytesOf(object{name: t.example(m, m.Fields[0])})
		if err != nil || errAgain != nil {
			t.Fatalf("%v, %v", err, errAgain)
		}
		twice := func(a, b []byte) raw { return raw(string(a[:len(a)-1]) + "," + string(b[1:])) }
		t.want(t.misuse("POST", m.path, twice(once, again)), 400, 422)
		t.want(t.misuse("PATCH", t.victim(m), twice(again, again)), 400, 422)
	})
}

// tooLarge sends more than anybody needs, once with its length and once without.
func tooLarge(t *T) {
	t.eachModule(func(m module) {
		body := append([]byte(`{"a":"`), append(bytes.Repeat([]byte("x"), 3<<20), `"}`...)...)
		for _, length := range []int64{int64(len(body)), -1} {
			a, err := t.sendLarge(m, body, length)
			if err != nil {
				a, err = t.sendLarge(m, body, length) // who hangs up on a client that still sends may cut off the answer
			}
			if err != nil {
				t.Errorf("POST %s with %d bytes: no answer: %v", m.path, len(body), err)
				continue
			}
			t.judgeRefusal(a)
			t.want(a, 413)
		}
	})
}

func (t *T) sendLarge(m module, body []byte, length int64) (answer, error) {
	r, err := http.NewRequestWithContext(t.ctx, "POST", t.base+m.path, io.NopCloser(bytes.NewReader(body)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	r.Header.Set("Content-Type", jsonKind)
	t.introduce(r)
	r.ContentLength = length
	return t.roundTrip(r, fmt.Appendf(nil, "(%d bytes)", len(body)))
}
