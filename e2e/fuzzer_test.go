package e2e

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/scalecli/scale/scripts/pip"
)

// found is the report of schemathesis.
type found struct {
	Complete bool    `json:"complete"`
	Seconds  float64 `json:"running_time"`
	Cases    struct {
		Generated int `json:"generated"`
	} `json:"test_cases"`
	Failures []failure `json:"failures"`
	text     string    // what it printed: each failure with a request that repeats it
}

// failure is one kind of fault, and where it was met.
type failure struct {
	Type       string   `json:"type"`
	Operations []string `json:"operations"`
}

// fuzz sends an app what schemathesis makes up from its description, and holds the answers to it. SCALE_FUZZ_SEED chooses
// other requests, "random" new ones each time; SCALE_FUZZ_EXAMPLES how many an operation gets from each phase.
func (a *app) fuzz() found {
	a.t.Helper()
	settings, err := filepath.Abs("fuzz")
	if err != nil {
		a.t.Fatal(err)
	}
	seed := cmp.Or(os.Getenv("SCALE_FUZZ_SEED"), "1")
	if seed == "random" {
		seed = fmt.Sprint(rand.Uint32())
	}
	a.t.Logf("the seed is %s", seed)
	cmd := exec.CommandContext(a.t.Context(), schemathesis(a.t),
		"--config-file", filepath.Join(settings, "schemathesis.toml"), "run", a.base+"/openapi.json", "--no-color",
		"--seed", seed, "--max-examples", cmp.Or(os.Getenv("SCALE_FUZZ_EXAMPLES"), "50"),
		"--generation-database", "none", "--continue-on-failure", "--report", "json", "--report-json-path", "report.json")
	cmd.Dir = a.t.TempDir() // it leaves caches where it runs
	cmd.Env = append(os.Environ(), "SCHEMATHESIS_HOOKS="+filepath.Join(settings, "hooks.py"), "PYTHONDONTWRITEBYTECODE=1")
	out, ended := cmd.CombinedOutput()
	result := found{text: string(out)}
	report, err := os.ReadFile(filepath.Join(cmd.Dir, "report.json"))
	if err == nil {
		err = json.Unmarshal(report, &result)
	}
	if err != nil || ended != nil && len(result.Failures) == 0 {
		a.t.Fatalf("schemathesis: %v, %v\n%s", ended, err, out)
	}
	return result
}

// schemathesis is the program, at the version that fuzz/requirements.txt pins.
func schemathesis(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("fuzz", "requirements.txt"))
	if err != nil {
		t.Fatal(err)
	}
	programs, err := pip.Install(t.Context(), "schemathesis", strings.Fields(string(text))...)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(programs, "schemathesis")
}

// operation is a method of a path that the API describes.
type operation struct{ method, path string }

// operations are all that an app describes.
func (a *app) operations() []operation {
	a.t.Helper()
	var document struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(a.get("/openapi.json").body), &document); err != nil {
		a.t.Fatal(err)
	}
	var all []operation
	for path, item := range document.Paths {
		for method := range item {
			if method != "parameters" {
				all = append(all, operation{strings.ToUpper(method), path})
			}
		}
	}
	if len(all) == 0 {
		a.t.Fatal("the API describes nothing")
	}
	return all
}

// request is a line of the access log.
type request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Status int    `json:"status"`
}

// served are the requests in an app's log. Ask once it has stopped: it writes its log late.
func (a *app) served() []request {
	a.t.Helper()
	var all []request
	for line := range strings.Lines(a.printed()) {
		var r request
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			a.t.Fatalf("a line of the log is not JSON: %s", line)
		}
		all = append(all, r)
	}
	return all
}

var parameter = regexp.MustCompile(`\\\{[^}]*\\\}`)

// succeeded reports whether a request was one for this operation that went well.
func (o operation) succeeded(r request) bool {
	path := "^" + parameter.ReplaceAllString(regexp.QuoteMeta(o.path), "[^/]+") + "$"
	return r.Method == o.method && r.Status/100 == 2 && regexp.MustCompile(path).MatchString(r.Path)
}
