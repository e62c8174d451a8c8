package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// object is a JSON object. Numbers in answers are json.Number, so that no digit is lost.
type object = map[string]any

// raw is a body to be sent as it is.
type raw string

const jsonKind = "application/json"

func newClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       20 * time.Second,
	}
}

// answer is what came back, with what was asked.
type answer struct {
	request *http.Request // its body is sent
	sent    []byte
	status  int
	header  http.Header
	body    []byte
}

func (a answer) String() string {
	text := fmt.Sprintf("%s %s", a.request.Method, a.request.URL.RequestURI())
	if len(a.sent) > 0 {
		text += " " + brief(a.sent)
	}
	return text + fmt.Sprintf(": %d %s", a.status, brief(a.body))
}

// brief is a body short enough for a line.
func brief(body []byte) string {
	const enough = 300
	text := strings.TrimSpace(string(body))
	if len(text) > enough {
		text = text[:enough] + "…"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// object is the JSON object in the body, or an empty one.
func (a answer) object() object {
	var o object
	dec := json.NewDecoder(bytes.NewReader(a.body))
	dec.UseNumber()
	if dec.Decode(&o) != nil || o == nil {
		return object{}
	}
	return o
}

// record is every answer that the judging checks judge.
type record struct {
	mu      sync.Mutex
	answers []answer
}

func (r *record) add(a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = append(r.answers, a)
}

// ask sends a request and returns the answer. The body is nothing, raw, or a value to be sent as JSON; header holds names
// and values by turns. No answer at all ends the check.
func (t *T) ask(method, path string, body any, header ...string) answer {
	a, err := t.exchange(t.base, method, path, body, header...)
	if err != nil {
		t.Fatalf("%s %s: no answer: %v", method, path, err)
	}
	t.seen.add(a)
	return a
}

// misuse is ask for what has to be refused. Where it is granted, the check that sent it says so: what came of it is taken
// away, and no judging check sees it, so that one fault is told once.
func (t *T) misuse(method, path string, body any, header ...string) answer {
	a, err := t.exchange(t.base, method, path, body, header...)
	if err != nil {
		t.Fatalf("%s %s: no answer: %v", method, path, err)
	}
	t.judgeRefusal(a)
	return a
}

func (t *T) judgeRefusal(a answer) {
	if a.status >= 300 {
		t.seen.add(a)
		return
	}
	path := a.request.URL.Path
	if id, ok := a.object()["id"].(string); ok && a.request.Method == "POST" {
		_, _ = t.exchange(t.base, "DELETE", path+"/"+id, nil) // a row that stays does little harm
	}
	for module, victim := range t.victims {
		if victim == path {
			_, _ = t.exchange(t.base, "DELETE", path, nil)
			delete(t.victims, module)
		}
	}
}

// exchange is ask for one of several processes, where no answer can be expected too. It can be used from any goroutine.
func (t *T) exchange(base, method, path string, body any, header ...string) (answer, error) {
	sent, err := bytesOf(body)
	if err != nil {
		return answer{}, err
	}
	r, err := http.NewRequestWithContext(t.ctx, method, base+path, bytes.NewReader(sent))
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		r.Header.Set("Content-Type", jsonKind)
	}
	t.introduce(r)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Del(header[i])
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	return t.roundTrip(r, sent)
}

// introduce says who asks, in a project with auth.
func (s *session) introduce(r *http.Request) {
	if s.key != "" {
		r.Header.Set(keyHeader, s.key)
	}
}

// introduction is the same as a line of a request that is written by hand.
func (s *session) introduction() string {
	if s.key == "" {
		return ""
	}
	return keyHeader + ": " + s.key + "\r\n"
}

func (t *T) roundTrip(r *http.Request, sent []byte) (answer, error) {
	response, err := t.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }() // reading to the end tells all that Close could
	got, err := io.ReadAll(response.Body)
	return answer{r, sent, response.StatusCode, response.Header, got}, err
}

func bytesOf(body any) ([]byte, error) {
	switch b := body.(type) {
	case nil:
		return nil, nil
	case raw:
		return []byte(b), nil
	}
	return json.Marshal(body)
}

// want notes a fault unless the answer has one of these statuses, and reports whether it has.
func (t *T) want(a answer, statuses ...int) bool {
	for _, s := range statuses {
		if a.status == s {
			return true
		}
	}
	t.Errorf("want %s, got %s", strings.Trim(fmt.Sprint(statuses), "[]"), a)
	return false
}

// done notes a fault unless an answer is a success. Which one it is, is for one check to say.
func (t *T) done(a answer) bool {
	if a.status >= 200 && a.status <= 299 {
		return true
	}
	t.Errorf("want success, got %s", a)
	return false
}

// must is want for answers without which the check cannot go on.
func (t *T) must(a answer, statuses ...int) answer {
	if !t.want(a, statuses...) {
		t.Fatalf("cannot go on without that")
	}
	return a
}
