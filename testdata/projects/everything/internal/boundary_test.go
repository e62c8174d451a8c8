package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	inside   = "everything/internal/"
	platform = inside + "platform"
)

// A module may import platform code, and of another module only its public package (productapi for product). The
// platform may import no module.
func TestModulesKeepTheirBorders(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		owner, _, _ := strings.Cut(filepath.ToSlash(path), "/")
		for _, spec := range file.Imports {
			if imported, err := strconv.Unquote(spec.Path.Value); err != nil || !allowed(owner, imported) {
				t.Errorf("%s must not import %s", path, spec.Path.Value)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBordersRefuseWhatTheyShould(t *testing.T) {
	for _, c := range []struct {
		owner, imported string
		want            bool
	}{
		{"product", "net/http", true},
		{"product", platform + "/db", true},
		{"product", inside + "product", true},
		{"product", inside + "booking/bookingapi", true},
		{"product", inside + "booking", false},
		{"product", inside + "booking/bookingapi/more", false},
		{"product", "everything/cmd/everything", false},
		{"platform", inside + "product", false},
		{"platform", inside + "product/productapi", false},
	} {
		if got := allowed(c.owner, c.imported); got != c.want {
			t.Errorf("allowed(%q, %q) = %v", c.owner, c.imported, got)
		}
	}
}

func allowed(owner, imported string) bool {
	if strings.HasPrefix(imported, "everything/cmd/") {
		return false
	}
	rest, ours := strings.CutPrefix(imported, inside)
	if !ours {
		return true
	}
	first, rest, _ := strings.Cut(rest, "/")
	return first == owner || first == "platform" || owner != "platform" && rest == first+"api"
}

func TestEveryFolderHereIsAModuleOrThePlatform(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() && !strings.HasSuffix(entry.Name(), "_test.go") {
			t.Errorf("%s: code belongs to a module or to the platform, and so into a folder", entry.Name())
		}
	}
}
