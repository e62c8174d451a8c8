package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scalecli/scale/scripts/pip"
)

const duckDB = "1.5.5" // what the decision pages name

// installDuckDB puts DuckDB into PATH. It would fetch its extensions from a server of its own when they are first used;
// here they come from packages that hold the same signed files.
func installDuckDB(t *testing.T) {
	t.Helper()
	programs, err := pip.Install(t.Context(), "duckdb", "duckdb-cli=="+duckDB, "duckdb-extension-sqlite-scanner=="+duckDB,
		"duckdb-extension-postgres-scanner=="+duckDB, "duckdb-extension-mysql-scanner=="+duckDB)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", programs+string(filepath.ListSeparator)+os.Getenv("PATH"))
	platform, err := exec.Command("duckdb", "-noheader", "-list", "-c", "PRAGMA platform").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(os.Getenv("HOME"), ".duckdb", "extensions", "v"+duckDB, strings.TrimSpace(string(platform)))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	packaged, err := filepath.Glob(filepath.Join(programs, "../lib/python3*/site-packages/duckdb_extension_*/extensions/*/*.duckdb_extension"))
	if err != nil || len(packaged) != 3 {
		t.Fatalf("the packages hold the extensions %v, %v", packaged, err)
	}
	for _, file := range packaged {
		if err := os.Symlink(file, filepath.Join(folder, filepath.Base(file))); err != nil {
			t.Fatal(err)
		}
	}
}
