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

func TestDeclarationsThatStayBesideTheSameOnesAreListed(t *testing.T) {
	const file, other = "package db\n\nfunc Open() {}\n\nfunc (d *DB) prepare() {}\n", "package db\n\nfunc Open() int { return 0 }\n\nfunc (d DB) prepare() {}\n"
	for claim, c := range map[string]struct {
		disk map[string]string
		want []string
	}{
		"nothing when the old file goes":      {map[string]string{"db/file.go": file}, nil},
		"what an edited file keeps":           {map[string]string{"db/file.go": file + "\n// mine\n"}, []string{"db/file.go:3", "db/file.go:5"}},
		"what a renamed file keeps":           {map[string]string{"db/old.go": file}, []string{"db/old.go:3", "db/old.go:5"}},
		"not what another package declares":   {map[string]string{"dbx/own.go": file, "db/own_test.go": "package db_test\n\nfunc Open() {}\n"}, nil},
		"not what another system builds":      {map[string]string{"db/own.go": "//go:build plan9\n\n" + file}, nil},
		"not names of which there can be two": {map[string]string{"db/own.go": "package db\n\nfunc init() {}\n\nvar _ = 1\n"}, nil},
		"what an own file declares":           {map[string]string{"db/own.go": "package db\n\ntype Open int\n"}, []string{"db/own.go:3"}},
	} {
		t.Run(claim, func(t *testing.T) {
			disk := fstest.MapFS{}
			for name, text := range c.disk {
				disk[name] = &fstest.MapFile{Data: []byte(text)}
			}
			places, err := Stack{}.Clashes(generator.Change{
				Disk:    disk,
				Base:    render.Tree{"db/file.go": {Data: []byte(file)}},
				Theirs:  render.Tree{"db/other.go": {Data: []byte(other + "\nfunc init() {}\n\nvar _ = 2\n")}},
				Project: manifest.Project{ModulePath: "shop"},
			})
			var got []string
			for _, p := range places {
				got = append(got, fmt.Sprintf("%s:%d", p.Path, p.Line))
			}
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
}

// TestAPartThatIsCalledLikeSomethingInItsModuleClashes: a part's name is the user's choice, so its file may declare what a
// file that stays rendered declares.
func TestAPartThatIsCalledLikeSomethingInItsModuleClashes(t *testing.T) {
	const base = "package order\n\ntype Order struct{}\n\ntype Moves int\n"
	const mine = "\ntype Mine int\n"
	for declares, want := range map[string]string{
		"type Order struct{}": "order/order.go:3", "type Mine int": "order/order.go:7", "type Fresh int": "", "type Moves int": "",
	} {
		places, err := Stack{}.Clashes(generator.Change{
			Disk: fstest.MapFS{"order/order.go": &fstest.MapFile{Data: []byte(base + mine)}},
			Base: render.Tree{"order/order.go": {Data: []byte(base)}},
			Theirs: render.Tree{
				"order/order.go": {Data: []byte("package order\n\ntype Order struct{}\n")},
				"order/part.go":  {Data: []byte("package order\n\n" + declares + "\n")},
			},
		})
		got := ""
		for _, p := range places {
			got += fmt.Sprintf("%s:%d", p.Path, p.Line)
		}
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", declares, got, err, want)
		}
	}
}
