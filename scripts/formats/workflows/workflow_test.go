package workflows

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

func TestGitHubReadsTheWorkflowsOfProjects(t *testing.T) {
	for _, dir := range projects(t) {
		files, err := filepath.Glob(filepath.Join(dir, ".github", "workflows", "*.yml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no workflow: %v", dir, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range lint(t, file, text) {
				t.Error(fault)
			}
		}
	}
}

// options are those of a service of CI, such as its health check.
var options = regexp.MustCompile(`(?m)^\s+options: (.*--health-cmd.*)$`)

func TestHealthChecksOfServicesInCIAskOverTCP(t *testing.T) {
	asked := 0
	for _, dir := range projects(t) {
		text, err := os.ReadFile(filepath.Join(dir, ".github", "workflows", "ci.yml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range options.FindAllStringSubmatch(string(text), -1) {
			asked++
			if !strings.Contains(found[1], "127.0.0.1") && !strings.Contains(found[1], "check_port_connectivity") { // RabbitMQ's own word for it
				t.Errorf("%s: %s", filepath.Base(dir), found[1])
			}
		}
	}
	if asked < 2 {
		t.Errorf("only %d services have a health check", asked)
	}
}

// TestFaultsOfWorkflowsAreFound keeps the reader strict.
func TestFaultsOfWorkflowsAreFound(t *testing.T) {
	const head, step = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n", "    steps:\n      - run: go test ./...\n"
	if faults := lint(t, "ci.yml", []byte(head+step)); len(faults) > 0 {
		t.Errorf("a plain workflow has faults: %v", faults)
	}
	for fault, text := range map[string]string{
		"a key that there is not":        head + "    service: {}\n" + step,
		"a service without an image":     head + "    services:\n      database:\n        ports: [\"1:1\"]\n" + step,
		"a step that does nothing":       head + "    steps:\n      - name: nothing\n",
		"an input that the action lacks": head + "    steps:\n      - uses: actions/setup-go@v5\n        with:\n          go-file: go.mod\n",
		"a key that stands twice":        head + "    env: {A: a}\n    env: {B: b}\n" + step,
	} {
		if len(lint(t, "ci.yml", []byte(text))) == 0 {
			t.Errorf("it does not see %s", fault)
		}
	}
}

// lint is what actionlint says of a workflow by itself, without tools that may be installed.
func lint(t *testing.T, name string, text []byte) []*actionlint.Error {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	faults, err := linter.Lint(name, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// projects are the folders of whole generated projects.
func projects(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("../../../testdata/projects/*/scale.yaml")
	if err != nil || len(all) < 5 {
		t.Fatalf("%d projects, %v", len(all), err)
	}
	for i, file := range all {
		all[i] = filepath.Dir(file)
	}
	return all
}
