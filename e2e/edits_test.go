package e2e

import (
	"path/filepath"
	"testing"
)

// What developers made of a project, each list on one project: edits of testdata/edits that go together and whose tests
// need no database in particular. Every edit meets every change of database; that all other edits merge or are refused
// is shown without servers, in stacks/go/corpus.
var edited = map[string][]string{
	"a project edited everywhere": {
		"01-constructor-argument", "02-store-method", "03-own-route", "04-own-query-parameter", "05-own-middleware",
		"06-config-field", "16-own-dependency", "18-changed-rule", "20-own-tests", "21-comments", "23-own-examples",
		"24-own-targets", "25-own-service", "29-executable-files", "33-own-module-code", "35-own-table", "40-own-port",
		"41-own-ci-step", "43-own-settings", "45-own-backup", "48-own-driver-code",
	},
	"a project with a search": {"09-renamed-handler", "17-pinned-dependency", "19-own-rule", "38-own-search"},
}

func TestTheTestsOfEditedProjectsPassOnAnotherDatabase(t *testing.T) {
	all := backends()
	for name, edits := range edited {
		for _, way := range [][]backend{{all[1], all[2]}, {all[2], all[1]}} {
			t.Run(name+" to "+way[0].name+" and "+way[1].name, func(t *testing.T) {
				t.Setenv("GOFLAGS", "-trimpath") // projects in other folders share what is built
				p := newProject(t, "--module", "product name:string:index price:decimal:index weight:int",
					"--module", "booking customer_email:string:index date:date:index")
				for _, edit := range edits {
					patch, err := filepath.Abs(filepath.Join("..", "testdata", "edits", edit+".patch"))
					if err != nil {
						t.Fatal(err)
					}
					p.run("git", "apply", "--3way", patch)
				}
				p.commit("Edit")
				for _, b := range way {
					p.run("scale", "add", "database", "--backend", b.name)
					p.test(b)
					p.commit("Move to " + b.name)
				}
			})
		}
	}
}
