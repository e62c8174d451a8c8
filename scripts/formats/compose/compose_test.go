package compose

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func TestDockerComposeReadsWhatProjectsGiveIt(t *testing.T) {
	for _, dir := range projects(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			project, err := load(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range project.Services {
				if s.Build == nil && s.HealthCheck == nil {
					t.Errorf("nobody can tell whether %s is ready: it has no health check", s.Name)
				}
				for name := range s.DependsOn {
					if _, there := project.Services[name]; !there {
						t.Errorf("%s waits for %s, which is not there", s.Name, name)
					}
				}
			}
		})
	}
}

// The images of databases start a first server to set themselves up. It answers on its socket only, so a health check
// that does not ask over TCP finds it ready and then gone.
func TestHealthChecksAskOverTCP(t *testing.T) {
	asked := 0
	for _, dir := range projects(t) {
		project, err := load(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range project.Services {
			if s.HealthCheck == nil {
				continue
			}
			asked++
			overTCP := func(word string) bool { // RabbitMQ's own word for it, or the address
				return strings.Contains(word, "127.0.0.1") || word == "check_port_connectivity"
			}
			if !slices.ContainsFunc(s.HealthCheck.Test, overTCP) {
				t.Errorf("%s: the health check of %s is %q", filepath.Base(dir), s.Name, s.HealthCheck.Test)
			}
		}
	}
	if asked < 2 {
		t.Errorf("only %d services have a health check", asked)
	}
}

// Several containers of one service cannot share a port of the machine, and whoever could reach one of them past the load
// balancer could say where his requests come from. A worker that extends the service must not become as many.
func TestOfSeveralInstancesOnlyTheLoadBalancerIsOpen(t *testing.T) {
	balanced := 0
	for _, dir := range projects(t) {
		project, err := load(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		var open, several []string
		for _, s := range project.Services {
			if slices.ContainsFunc(s.Ports, func(p types.ServicePortConfig) bool { return p.HostIP != "127.0.0.1" }) {
				open = append(open, s.Name)
			}
			if s.Deploy != nil && s.Deploy.Replicas != nil && *s.Deploy.Replicas > 1 {
				several = append(several, s.Name)
			}
		}
		if len(several) > 0 {
			balanced++
			if len(several) > 1 {
				t.Errorf("%s: there are several of %v", filepath.Base(dir), several)
			}
			if !slices.Equal(open, []string{"loadbalancer"}) {
				t.Errorf("%s: open are %v", filepath.Base(dir), open)
			}
		}
	}
	if balanced == 0 {
		t.Error("no project has several instances")
	}
}

// TestFaultsOfComposeFilesAreFound keeps the reader strict.
func TestFaultsOfComposeFilesAreFound(t *testing.T) {
	for fault, text := range map[string]string{
		"a key that there is not":       "name: a\nservices:\n  a:\n    image: a\n    port:\n      - \"1:1\"\n",
		"a volume that nobody declares": "name: a\nservices:\n  a:\n    image: a\n    volumes:\n      - data:/data\n",
		"a key that stands twice":       "name: a\nservices:\n  a:\n    image: a\n    image: b\n",
		"a port that is none":           "name: a\nservices:\n  a:\n    image: a\n    ports:\n      - \"http\"\n",
		"a file that is not there":      "name: a\ninclude:\n  - compose/a.yaml\nservices:\n  a:\n    image: a\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "compose.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := load(t, dir); err == nil {
			t.Errorf("it does not see %s", fault)
		}
	}
}

// load reads the compose file of a folder as docker compose does, without the environment.
func load(t *testing.T, dir string) (*types.Project, error) {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{filepath.Join(dir, "compose.yaml")}, cli.WithWorkingDirectory(dir))
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(context.Background())
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
