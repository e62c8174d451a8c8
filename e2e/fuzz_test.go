package e2e

import (
	"slices"
	"testing"
)

// fuzzedModules are a module with each type of field, required, optional, indexed and unique, and one that refers to it.
var fuzzedModules = []string{
	"--module", "order name:string:index code:string:unique nick:string:optional state:enum(draft,paid,sent):index body:text " +
		"note:text:optional size:int:index rank:int:unique stock:int:optional total:decimal:index tax:decimal:optional " +
		"rate:decimal:unique open:bool flag:bool:optional:index day:date:index until:date:optional at:time:index " +
		"seen:time:optional token:uuid:unique parent:uuid:optional",
	"--module", "order_line order:ref(order) amount:int",
}

func TestNoAnswerIsOutsideTheDescription(t *testing.T) {
	each(t, backends(), func(t *testing.T, b backend) {
		p := newProject(t, append([]string{"--database", b.name}, fuzzedModules...)...)
		a := start(t, p.build(), b.empty(t))
		a.waitReady()
		operations := a.operations()
		found := a.fuzz()
		t.Logf("%d requests in %.0f s", found.Cases.Generated, found.Seconds)
		if len(found.Failures) > 0 || !found.Complete {
			t.Errorf("schemathesis:\n%s", found.text)
		}
		a.stop()
		served := a.served()
		for _, o := range operations {
			if !slices.ContainsFunc(served, o.succeeded) {
				t.Errorf("no request to %s %s succeeded, so that little of it was tried", o.method, o.path)
			}
		}
	})
}

// TestFuzzingFindsFaults plants one fault of each kind, most of which only odd requests meet.
func TestFuzzingFindsFaults(t *testing.T) {
	faults := []struct{ kind, operation, file, old, text string }{
		{"ServerError", "PATCH /api/v1/orders/{id}",
			"internal/order/order.go", "row.UpdatedAt = ", "if row.Size < -1000 {\n\t\treturn row, &time.ParseError{}\n\t}\n\trow.UpdatedAt = "},
		{"UndefinedStatusCode", "DELETE /api/v1/orders/{id}",
			"internal/order/http.go", "http.StatusNoContent", "http.StatusAccepted"},
		{"JsonSchemaError", "GET /api/v1/orders",
			"internal/order/order.go", `json:"-"`, `json:"version"`},
		{"MissingHeaders", "POST /api/v1/order_lines",
			"internal/orderline/http.go", `w.Header().Set("Location"`, `http.Header{}.Set("Location"`},
		{"UndefinedContentType", "GET /api/v1/order_lines/{id}",
			"internal/platform/problem/problem.go", "application/problem+json", "text/plain"},
		{"AcceptedNegativeData", "POST /api/v1/order_lines",
			"internal/orderline/order_line.go", "-wire.MaxInt, wire.MaxInt", "-2*wire.MaxInt, 2*wire.MaxInt"},
		{"RejectedPositiveData", "POST /api/v1/orders",
			"internal/order/order.go", `Length("body", d.Body, 0, 10_000)`, `Length("body", d.Body, 0, 9_999)`},
	}
	p := newProject(t, fuzzedModules...)
	for _, f := range faults {
		p.edit(f.file, f.old, f.text)
	}
	a := start(t, p.build(), backends()[0].empty(t))
	a.waitReady()
	found := a.fuzz()
	for _, f := range faults {
		if !slices.ContainsFunc(found.Failures, func(g failure) bool { return g.Type == f.kind && slices.Contains(g.Operations, f.operation) }) {
			t.Errorf("%s of %s was not found", f.kind, f.operation)
		}
	}
	if t.Failed() {
		t.Log(found.text)
	}
}
