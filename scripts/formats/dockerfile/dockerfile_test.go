package dockerfile

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/opencontainers/go-digest"
)

func TestDockerReadsTheDockerfilesOfProjects(t *testing.T) {
	for _, dir := range projects(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := parser.Parse(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, warning := range parsed.Warnings {
				t.Error(warning.Short)
			}
			for _, fault := range lint(t, text) {
				t.Error(fault)
			}
		})
	}
}

// TestFaultsOfDockerfilesAreFound keeps the reader strict.
func TestFaultsOfDockerfilesAreFound(t *testing.T) {
	const good = "FROM golang:1.26 AS build\nRUN go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nENTRYPOINT [\"/shop\"]\n"
	if faults := lint(t, []byte(good)); len(faults) > 0 {
		t.Errorf("a plain Dockerfile has faults: %v", faults)
	}
	for fault, text := range map[string]string{
		"an instruction that there is not": "FROM scratch\nCOPPY a b\n",
		"a stage that is named twice":      "FROM scratch AS a\nFROM scratch AS a\n",
		"an entry point that a shell runs": "FROM scratch\nENTRYPOINT /shop\n",
		"a secret in the image":            "FROM scratch\nENV API_KEY=abc\n",
		"a variable that nobody sets":      "FROM scratch\nCOPY $shop /shop\n",
		"a flag that there is not":         "FROM scratch\nCOPY --form=build /shop /shop\n",
		"two entry points":                 "FROM scratch\nENTRYPOINT [\"/a\"]\nENTRYPOINT [\"/b\"]\n",
	} {
		if len(lint(t, []byte(text))) == 0 {
			t.Errorf("it does not see %s", fault)
		}
	}
}

// lint is what docker build --check says of a Dockerfile.
func lint(t *testing.T, text []byte) []string {
	t.Helper()
	source := llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", text)
	source.Definition = &llb.Definition{} // of where it came from, which is nowhere
	results, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{MetaResolver: bare{}, SourceMap: source})
	if err != nil {
		t.Fatal(err)
	}
	var faults []string
	for _, w := range results.Warnings {
		faults = append(faults, w.RuleName+": "+w.Detail)
	}
	if results.Error != nil {
		faults = append(faults, results.Error.Message)
	}
	return faults
}

// bare stands in for a registry: whatever image is asked for, it has nothing in it.
type bare struct{}

func (bare) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config := []byte(`{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers"}}`)
	return ref, digest.FromBytes(config), config, nil
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
