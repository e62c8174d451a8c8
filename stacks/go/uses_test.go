package gostack

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/render"
)

// removal is a project in which the module product goes; edits are what the user made of it.
func removal(edits map[string]string) generator.Change {
	base := map[string]string{
		"go.mod":                       "module shop\n\ngo 1.26.0\n",
		"cmd/shop/scale_gen.go":        "package main\n\nimport \"shop/internal/product\"\n\nfunc modules() []any { return []any{product.Wire()} }\n",
		"cmd/shop/app.go":              "package main\n\nfunc handler() []any { return modules() }\n",
		"internal/product/product.go":  "package product\n\ntype Product struct{}\n",
		"internal/product/store.go":    "package product\n\ntype Store struct{}\n\nfunc (Store) Get() Product { return Product{} }\n",
		"internal/product/wire.go":     "package product\n\nfunc Wire() Store { return Store{} }\n",
		"internal/platform/db/db.go":   "package db\n\nfunc Open() {}\n",
		"internal/platform/db/pool.go": "package db\n\nfunc Pool() {}\n",
	}
	theirs := map[string]string{
		"cmd/shop/scale_gen.go": "package main\n\nfunc modules() []any { return nil }\n",
	}
	for _, name := range []string{"go.mod", "cmd/shop/app.go", "internal/platform/db/db.go"} {
		theirs[name] = base[name]
	}
	change := generator.Change{Base: render.Tree{}, Theirs: render.Tree{}, Project: manifest.Project{ModulePath: "shop"}}
	disk := fstest.MapFS{}
	for name, text := range base {
		change.Base[name] = render.File{Data: []byte(text)}
		disk[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range theirs {
		change.Theirs[name] = render.File{Data: []byte(text)}
	}
	for name, text := range edits {
		disk[name] = &fstest.MapFile{Data: []byte(text)}
		if text == "" {
			delete(disk, name)
		}
	}
	change.Disk = disk
	return change
}

func TestUsesOfFieldsThatGoAreListed(t *testing.T) {
	change := removal(map[string]string{
		"internal/order/order.go": `package order

import (
	"example.com/elsewhere"
	"shop/internal/platform"
)

type own struct{ Lamp int } // none of scale's

func f(p *platform.Pieces, o own, e elsewhere.Thing) int {
	q := platform.Pieces{Lamp: nil}
	return p.Lamp.Height + o.Lamp + e.Lamp + p.Config.Colour + len(q.Stays)
}
`,
		"internal/order/order_test.go": "package order_test\n\nimport \"shop/internal/platform\"\n\nvar _ = platform.Open().\n\tLamp\n",
	})
	files := func(lamp, colour string) map[string]string {
		return map[string]string{
			"internal/platform/scale_gen.go": "package platform\n\nimport \"shop/internal/config\"\n\ntype Pieces struct {\n\tConfig config.Config\n" + lamp +
				"\tStays []int\n}\n\nfunc Open() (p Pieces) { return }\n",
			"internal/config/scale_gen.go": "package config\n\ntype Pieces struct {\n" + colour + "}\n",
			"internal/config/config.go":    "package config\n\ntype Config struct{ Pieces }\n",
		}
	}
	for name, text := range files("\tLamp *struct{ Height int }\n", "\tColour int\n") {
		change.Base[name] = render.File{Data: []byte(text), Owner: ownerOf(name)}
		change.Disk.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range files("", "") {
		change.Theirs[name] = render.File{Data: []byte(text), Owner: ownerOf(name)}
	}
	places, err := Stack{}.References(change)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range places {
		got = append(got, fmt.Sprintf("%s:%d", p.Path, p.Line))
	}
	if want := []string{"internal/order/order.go:11", "internal/order/order.go:12", "internal/order/order_test.go:6"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func ownerOf(name string) render.Owner {
	if strings.HasSuffix(name, "scale_gen.go") {
		return render.Scale
	}
	return render.User
}

func TestUsesOfWhatGoesAreListed(t *testing.T) {
	for _, c := range []struct {
		name  string
		edits map[string]string
		want  []string
	}{
		{"nothing of the user's uses it", nil, nil},
		{
			"an import in a file of the user's",
			map[string]string{"internal/order/order.go": "package order\n\nimport (\n\t\"fmt\"\n\n\t\"shop/internal/product\"\n)\n\nfunc f() { fmt.Println(product.Product{}) }\n"},
			[]string{`internal/order/order.go:6 "shop/internal/product"`},
		},
		{
			"an import under another name, in a test, in CRLF",
			map[string]string{"internal/order/order_test.go": "package order\r\n\r\nimport p \"shop/internal/product\"\r\n\r\nvar _ p.Product\r\n"},
			[]string{`internal/order/order_test.go:3 import p "shop/internal/product"`},
		},
		{
			"an import in a file of scale's that the user edited",
			map[string]string{"cmd/shop/app.go": "package main\n\nimport \"shop/internal/product\"\n\nfunc handler() []any { return append(modules(), product.Product{}) }\n"},
			[]string{`cmd/shop/app.go:3 import "shop/internal/product"`},
		},
		{
			"a file of the user's in the package itself",
			map[string]string{"internal/product/report.go": "package product\n\nfunc report(s Store) Product {\n\treturn s.Get()\n}\n"},
			[]string{`internal/product/report.go:3 func report(s Store) Product {`, `internal/product/report.go:4 return s.Get()`},
		},
		{
			"an edited file of the package, which stays",
			map[string]string{"internal/product/wire.go": "package product\n\n// mine\nfunc Wire() Store { return Store{} }\n"},
			[]string{`internal/product/wire.go:4 func Wire() Store { return Store{} }`},
		},
		{
			"a file that declares a like-named thing itself",
			map[string]string{"internal/order/order.go": "package order\n\ntype Product struct{}\n\nvar _ Product\n"},
			nil,
		},
		{
			"a name from a file that goes while its package stays",
			map[string]string{"cmd/shop/own.go": "package main\n\nimport \"shop/internal/platform/db\"\n\nfunc own() {\n\tdb.Open()\n\tdb.Pool()\n}\n"},
			[]string{`cmd/shop/own.go:7 db.Pool()`},
		},
		{
			"a name that the user declares again in the package",
			map[string]string{
				"cmd/shop/own.go":              "package main\n\nimport \"shop/internal/platform/db\"\n\nfunc own() { db.Pool() }\n",
				"internal/platform/db/mine.go": "package db\n\nfunc Pool() {}\n",
			},
			nil,
		},
		{
			"a function that another file declares with other arguments",
			map[string]string{
				"cmd/shop/own.go":              "package main\n\nimport \"shop/internal/platform/db\"\n\nfunc own() { db.Pool() }\n",
				"internal/platform/db/mine.go": "package db\n\nfunc Pool(size int) {}\n",
			},
			[]string{`cmd/shop/own.go:5 func own() { db.Pool() }`},
		},
		{
			"testdata, vendor, other modules and unreadable files are passed over",
			map[string]string{
				"testdata/x.go": "package x\n\nimport \"shop/internal/product\"\n", "vendor/x/x.go": "package x\n\nimport \"shop/internal/product\"\n",
				"tools/go.mod": "module tools\n", "tools/x.go": "package x\n\nimport \"shop/internal/product\"\n",
				"notes.go": "this is not Go\n", "_old/x.go": "package x\n\nimport \"shop/internal/product\"\n",
			},
			nil,
		},
		{
			"a module path that the user changed",
			map[string]string{
				"go.mod":                  "module github.com/acme/shop\n\ngo 1.26.0\n",
				"internal/order/order.go": "package order\n\nimport _ \"github.com/acme/shop/internal/product\"\n",
			},
			[]string{`internal/order/order.go:3 import _ "github.com/acme/shop/internal/product"`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			places, err := Stack{}.References(removal(c.edits))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range places {
				got = append(got, fmt.Sprintf("%s:%d %s", p.Path, p.Line, p.Text))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestUsesOfAPartThatGoesAreListed: what a file of scale's has for each part of a module is used by name, and the part's
// own file goes from a package that stays.
func TestUsesOfAPartThatGoesAreListed(t *testing.T) {
	change := removal(map[string]string{
		"internal/order/order.go": "package order\n\ntype Order struct{}\n\nfunc (o *Order) pay(j jobs) {\n\tj.sendReceipt(o)\n\tj.ship(o)\n\tenqueueSendReceipt()\n\to.sendReceipt()\n\tvar r other\n\tr.sendReceipt()\n}\n\n" +
			"type other struct{}\n\nfunc (other) sendReceipt() {}\n",
		"internal/admin/admin.go": "package admin\n\nimport \"shop/internal/order\"\n\nvar _ = order.SendReceipt{}\n",
	})
	gen := func(parts ...string) string {
		text := "package order\n\ntype jobs struct{}\n"
		for _, p := range parts {
			text += "\nfunc (j jobs) " + strings.ToLower(p[:1]) + p[1:] + "(o *Order) {}\n\nfunc enqueue" + p + "() {}\n"
		}
		return text
	}
	put := func(tree render.Tree, name, text string) {
		tree[name] = render.File{Data: []byte(text), Owner: ownerOf(name), Mode: 0o644}
	}
	const part = "package order\n\ntype SendReceipt struct{}\n\nfunc (o *Order) sendReceipt() {}\n"
	put(change.Base, "internal/order/scale_gen.go", gen("SendReceipt", "Ship"))
	put(change.Base, "internal/order/send_receipt.go", part)
	for name, text := range map[string]string{"internal/order/scale_gen.go": gen("SendReceipt", "Ship"), "internal/order/send_receipt.go": part} {
		change.Disk.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	put(change.Theirs, "internal/order/scale_gen.go", gen("Ship"))
	places, err := Stack{}.References(change)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range places {
		got = append(got, fmt.Sprintf("%s:%d %s", p.Path, p.Line, p.Text))
	}
	want := []string{
		"internal/admin/admin.go:5 var _ = order.SendReceipt{}",
		"internal/order/order.go:6 j.sendReceipt(o)", "internal/order/order.go:8 enqueueSendReceipt()", "internal/order/order.go:9 o.sendReceipt()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestAValueThatLosesAMethodIsListedWhereItIsNeeded: a file that the user edited stays, with its type, and what scale's
// file gave that type goes.
func TestAValueThatLosesAMethodIsListedWhereItIsNeeded(t *testing.T) {
	const (
		queue = "package queue\n\ntype Job interface{ Kind() string }\n\nfunc Run(all ...Job) {}\n\nfunc Enqueue(j Job, more any) {}\n"
		job   = "package order\n\ntype Ship struct{}\n"
		gen   = "package order\n"
	)
	files := map[string]string{
		"internal/queue/queue.go": queue, "internal/order/ship.go": job,
		"internal/order/scale_gen.go": gen + "\nfunc (Ship) Kind() string { return \"ship\" }\n",
	}
	change := removal(map[string]string{
		"internal/order/ship.go": job + "\nfunc (Ship) own() {}\n",
		"internal/order/ship_test.go": "package order\n\nimport \"shop/internal/queue\"\n\ntype other struct{ Ship }\n\ntype third struct{}\n\n" +
			"func (third) Kind() string { return \"\" }\n\nfunc f(s *Ship, j queue.Job) {\n\tqueue.Run(third{},\n\t\tShip{})\n\tqueue.Run(j)\n" +
			"\tqueue.Enqueue(s, s)\n\tqueue.Enqueue(third{}, s)\n\tqueue.Enqueue(other{}, nil)\n\ts.own()\n}\n",
	})
	for name, text := range files {
		change.Base[name] = render.File{Data: []byte(text), Owner: ownerOf(name), Mode: 0o644}
		if disk := change.Disk.(fstest.MapFS); disk[name] == nil {
			disk[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		}
	}
	change.Theirs["internal/queue/queue.go"] = change.Base["internal/queue/queue.go"]
	change.Theirs["internal/order/scale_gen.go"] = render.File{Data: []byte(gen), Owner: render.Scale, Mode: 0o644}
	places, err := Stack{}.References(change)
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, p := range places {
		if p.Path != "internal/order/ship_test.go" {
			t.Errorf("got %v", p)
		}
		got = append(got, p.Line)
	}
	if want := []int{13, 15, 17}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
