package httpx

import (
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/uuid"

	"everything/internal/platform/problem"
)

type draft struct {
	Name string     `json:"name"`
	Note *string    `json:"note"`
	Size *int64     `json:"size"`
	Kin  *uuid.UUID `json:"kin"`
}

func TestDecodeIsStrict(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want int    // 0 for no error
		says string // in the error
	}{
		"all fields":                  {`{"name": "tea", "note": "green"}`, 0, ""},
		"a field that may be null":    {`{"name": "tea", "note": null}`, 0, ""},
		"a field that may not":        {`{"name": null}`, 422, "name"},
		"a required field is missing": {`{}`, 422, "name"},
		"an unknown field":            {`{"name": "tea", "title": "tea"}`, 422, "title"},
		"names are told by case":      {`{"name": "tea", "Name": "tea"}`, 422, "Name"},
		"a wrong type":                {`{"name": 5}`, 422, "name"},
		"a field twice":               {`{"name": "a", "name": "b"}`, 400, "twice"},
		"no object":                   {`[]`, 400, "object"},
		"nothing":                     {``, 400, "object"},
		"no JSON":                     {`{"name": "tea"`, 400, "object"},
		"more than one value":         {`{"name": "tea"} {}`, 400, "object"},
		"no UTF-8":                    {"{\"name\": \"\xff\"}", 422, "name"},
		"half a pair of surrogates":   {`{"name": "\ud83d"}`, 422, "name"},
		"the other half":              {`{"name": "\uDE00 tea"}`, 422, "name"},
		"the halves turned round":     {`{"name": "\ude00\ud83d"}`, 422, "name"},
		"a whole pair":                {`{"name": "\ud83d\uDE00"}`, 0, ""},
		"an escaped backslash":        {`{"name": "\\ud83d"}`, 0, ""},
		"a whole number with a point": {`{"name": "tea", "size": 2.0}`, 0, ""},
		"a part of a number":          {`{"name": "tea", "size": 2.5}`, 422, "a whole number"},
		"a number in a string":        {`{"name": "tea", "size": "2"}`, 422, "a whole number"},
		"a UUID":                      {`{"name": "tea", "kin": "01A20ADD-f0c0-7673-99cd-574acdc726c8"}`, 0, ""},
		"no UUID":                     {`{"name": "tea", "kin": null}`, 0, ""},
		"a UUID in braces":            {`{"name": "tea", "kin": "{01a20add-f0c0-7673-99cd-574acdc726c8}"}`, 422, "kin"},
		"a UUID without dashes":       {`{"name": "tea", "kin": "01a20addf0c0767399cd574acdc726c8"}`, 422, "kin"},
		"too large a number":          {`{"name": "tea", "size": 1e300}`, 422, "a whole number"},
	} {
		t.Run(name, func(t *testing.T) {
			var into draft
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(c.body))
			r.Header.Set("Content-Type", "application/json; charset=utf-8")
			expect(t, Decode(r, &into), c.want, c.says)
		})
	}
}

func TestDecodeReadsNumbersAsTheyAreMeant(t *testing.T) {
	for text, want := range map[string]int64{"2": 2, "-2.0": -2, "2e3": 2000, "9007199254740992": 1 << 53, "9223372036854775807": math.MaxInt64} {
		var into draft
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"name": "tea", "size": `+text+`}`))
		r.Header.Set("Content-Type", "application/json")
		if err := Decode(r, &into); err != nil || *into.Size != want {
			t.Errorf("%s became %v, %v", text, into.Size, err)
		}
	}
}

func TestABodyThatDoesNotArriveIsNotOurFault(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(os.ErrDeadlineExceeded))
	r.Header.Set("Content-Type", "application/json")
	expect(t, Decode(r, &draft{}), http.StatusBadRequest, "arrive")
}

func TestDecodeLooksAtTheContentType(t *testing.T) {
	for _, c := range []struct {
		method, kind string
		want         int
	}{
		{http.MethodPost, "application/json", 0},
		{http.MethodPatch, "application/json", 0},
		{http.MethodPatch, "application/merge-patch+json", 0},
		{http.MethodPost, "application/merge-patch+json", 415},
		{http.MethodPost, "text/plain", 415},
		{http.MethodPost, "", 415},
	} {
		r := httptest.NewRequest(c.method, "/", strings.NewReader("{}"))
		r.Header.Set("Content-Type", c.kind)
		expect(t, DecodePatch(r, &draft{}), c.want, "")
	}
}

func TestAPatchLeavesAloneWhatItDoesNotName(t *testing.T) {
	old := "green"
	d := draft{Name: "tea", Note: &old}
	r := httptest.NewRequest(http.MethodPatch, "/", strings.NewReader(`{"note": "black"}`))
	r.Header.Set("Content-Type", "application/merge-patch+json")
	if err := DecodePatch(r, &d); err != nil {
		t.Fatal(err)
	}
	if d.Name != "tea" || *d.Note != "black" || old != "green" {
		t.Errorf("got %q, %q, and the old note is %q", d.Name, *d.Note, old)
	}
}

// expect fails unless err is a problem with this status that says something, or nil for status 0.
func expect(t *testing.T, err error, status int, says string) {
	t.Helper()
	if status == 0 {
		if err != nil {
			t.Errorf("unexpected: %v", err)
		}
		return
	}
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != status {
		t.Fatalf("got %v, want a problem with status %d", err, status)
	}
	text := p.Detail
	for _, f := range p.Errors {
		text += " " + f.Field + " " + f.Detail
	}
	if !strings.Contains(text, says) {
		t.Errorf("%q does not say %q", text, says)
	}
}
