package pip_test

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/scalecli/scale/scripts/pip"
)

func TestAToolIsInstalledOnce(t *testing.T) {
	if exec.Command("python3", "-c", "import ensurepip, venv").Run() != nil && os.Getenv("CI") != "true" {
		t.Skip("Python with venv not installed")
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	tool := wheel(t)
	for range 2 {
		programs, err := pip.Install(t.Context(), "toy", tool)
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(filepath.Join(programs, "toy")).CombinedOutput()
		if err != nil || string(out) != "it runs\n" {
			t.Errorf("printed %q, %v", out, err)
		}
		if err := os.RemoveAll(tool); err != nil { // so that a second installation would fail
			t.Fatal(err)
		}
	}
	if _, err := pip.Install(t.Context(), "toy", tool, tool+"x"); err == nil {
		t.Error("a list of packages that cannot be had was installed")
	}
}

// wheel makes a package with a program toy.
func wheel(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "toy-1.0-py3-none-any.whl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	for name, text := range map[string]string{
		"toy.py":                             "def main():\n    print('it runs')\n",
		"toy-1.0.dist-info/METADATA":         "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n",
		"toy-1.0.dist-info/WHEEL":            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
		"toy-1.0.dist-info/RECORD":           "",
		"toy-1.0.dist-info/entry_points.txt": "[console_scripts]\ntoy = toy:main\n",
	} {
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
