package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/templates"
)

// example is what somebody wrote for one database.
type example struct {
	From []string `yaml:"from" json:"-"`
	Run  []string `yaml:"run" json:"run"`
	With any      `yaml:"with" json:"with"` // an argument of the last statement
}

// TestTheRulesAboutOtherDatabasesAreTrue runs an example for each rule of templates/database/dialects.yaml on the database
// that it was written for and on the others: where scale lists it, it fails or answers otherwise, and elsewhere it does not.
func TestTheRulesAboutOtherDatabasesAreTrue(t *testing.T) {
	examples, untried := readExamples(t)
	rules := rulesOf(t)
	answers := map[string][]string{}
	listed := map[string]map[string][][]generator.Difference{} // by the databases before and after, for each example
	each(t, backends(), func(t *testing.T, b backend) {
		p := newProject(t, "--database", b.name, "--module",
			"thing name:string:index price:decimal live:bool stock:int note:string:optional seen:time")
		answers[b.name] = p.ask(b, examples)
		listed[b.name] = map[string][][]generator.Difference{}
		for _, to := range backends() {
			if to != b {
				listed[b.name][to.name] = p.listed(to, examples)
			}
		}
	})
	if t.Failed() {
		return
	}
	tried := map[string]bool{}
	for i, e := range examples {
		found := false
		for _, from := range e.From {
			if strings.HasPrefix(answers[from][i], "error: ") {
				t.Errorf("%q does not work on %s, which it was written for: %s", e.Run, from, answers[from][i])
			}
			for to, all := range listed[from] {
				if len(all[i]) == 0 && answers[from][i] != answers[to][i] {
					t.Errorf("%q answers %q on %s and %q on %s, and scale does not list it", e.Run, answers[from][i], from, answers[to][i], to)
				}
				for _, d := range all[i] {
					found = true
					way := rules.pattern(t, d, e, from) + " from " + from + " to " + to
					tried[way] = true
					if answers[from][i] == answers[to][i] && !slices.Contains(untried, way) {
						t.Errorf("%q answers %q on %s and on %s, and scale lists it: %s\n%s", e.Run, answers[to][i], from, to, d.Says, way)
					}
				}
			}
		}
		if !found {
			t.Errorf("scale lists %q for no other database", e.Run)
		}
	}
	ways := rules.ways()
	for _, way := range ways {
		if !tried[way] {
			t.Errorf("no example tries %s", way)
		}
	}
	for _, way := range untried {
		if !slices.Contains(ways, way) {
			t.Errorf("there is no rule %s", way)
		}
	}
	t.Logf("%d examples tried %d rules on %d ways between databases", len(examples), len(rules), len(ways))
}

func readExamples(t *testing.T) (examples []example, untried []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "dialects.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Examples []example
		Untried  []string
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Examples, file.Untried
}

// ask runs every example on the project's database, and returns what each answered.
func (p *project) ask(b backend, examples []example) []string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "ask.go"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.write("cmd/ask/main.go", string(text))
	questions, err := json.Marshal(examples)
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.CommandContext(p.t.Context(), "go", "run", "./cmd/ask")
	cmd.Dir, cmd.Stdin, cmd.Stderr = p.dir, strings.NewReader(string(questions)), os.Stderr
	cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath", "DATABASE_URL="+b.empty(p.t))
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatal(err)
	}
	var answers []string
	for line := range strings.Lines(string(out)) {
		answer, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			p.t.Fatal(err, line)
		}
		answers = append(answers, answer)
	}
	if len(answers) != len(examples) {
		p.t.Fatalf("%d answers to %d examples", len(answers), len(examples))
	}
	return answers
}

// listed is what scale says of each example before a change to another database: it stands in code of the owner's, each on
// a line of its own.
func (p *project) listed(to backend, examples []example) [][]generator.Difference {
	p.t.Helper()
	const file = "internal/thing/examples.go"
	code := "package thing\n\nvar examples = [][]string{\n"
	first := strings.Count(code, "\n") + 1
	for _, e := range examples {
		code += fmt.Sprintf("\t%#v,\n", e.Run)
	}
	p.write(file, strings.ReplaceAll(code, "\t[]string{", "\t{")+"}\n")
	var result struct{ Differs []generator.Difference }
	out := p.run("scale", "add", "database", "--backend", to.name, "--dry-run", "--json")
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		p.t.Fatal(err)
	}
	found := make([][]generator.Difference, len(examples))
	for _, d := range result.Differs {
		if d.Path == file {
			found[d.Line-first] = append(found[d.Line-first], d)
		}
	}
	return found
}

// rules are those of templates/database/dialects.yaml.
type rules []pack.Difference

func rulesOf(t *testing.T) rules {
	t.Helper()
	packs, err := pack.Load(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return packs.Piece("database").Dialects.Differs
}

// ways names each rule with each two databases that it is about.
func (r rules) ways() (all []string) {
	for _, rule := range r {
		for _, from := range backends() {
			for _, to := range backends() {
				if _, about := rule.To[to.name]; about && from != to && (len(rule.From) == 0 || slices.Contains(rule.From, from.name)) {
					all = append(all, rule.Pattern+" from "+from.name+" to "+to.name)
				}
			}
		}
	}
	return all
}

// pattern is the one of the rule that says so of an example.
func (r rules) pattern(t *testing.T, d generator.Difference, e example, from string) string {
	t.Helper()
	for _, rule := range r {
		if rule.To[d.Backend] != d.Says || len(rule.From) > 0 && !slices.Contains(rule.From, from) {
			continue
		}
		if strings.Contains(rule.Pattern, "{{") || regexp.MustCompile("(?is)"+rule.Pattern).MatchString(strings.Join(e.Run, ";")) {
			return rule.Pattern
		}
	}
	t.Fatalf("no rule says %q of %s", d.Says, d.Text)
	return ""
}
