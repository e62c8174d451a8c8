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
		{Name: "a body that is too large is refused", run: tooLarge},
	}
}

func otherKinds(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "text/json; charset=", "application/xml"} {
			body := t.draft(m, nil)
			t.want(t.ask("POST", m.path, body, "Content-Type", kind), 415)
			t.want(t.ask("PATCH", path, object{}, "Content-Type", kind), 415)
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
			t.want(t.ask("POST", m.path, raw(body)), 400)
			t.want(t.ask("PATCH", path, raw(body)), 400)
		}
		for _, body := range []string{"{\"a\":\"\xff\"}", "{\"a\xff\":1}"} { // no UTF-8
			t.want(t.ask("POST", m.path, raw(body)), 400, 422)
		}
	})
}

// tooLarge sends more than anybody needs, once with its length and once without.
func tooLarge(t *T) {
	t.eachModule(func(m module) {
		body := append([]byte(`{"a":"`), append(bytes.Repeat([]byte("x"), 3<<20), `"}`...)...)
		for _, length := range []int64{int64(len(body)), -1} {
			r, err := http.NewRequestWithContext(t.ctx, "POST", t.base+m.path, io.NopCloser(bytes.NewReader(body)))
			if err != nil {
				t.Fatalf("%v", err)
			}
			r.Header.Set("Content-Type", jsonKind)
			r.ContentLength = length
			a, err := t.roundTrip(r, fmt.Appendf(nil, "(%d bytes)", len(body)))
			if err != nil {
				t.Errorf("POST %s with %d bytes: no answer: %v", m.path, len(body), err)
				continue
			}
			t.seen.add(a)
			t.want(a, 413)
		}
	})
}
