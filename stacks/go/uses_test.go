package gostack

import (
	"fmt"
	"slices"
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
			[]string{`internal/product/report.go:3 func report(s Store) Product {`},
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
