package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
)

// checker type-checks whole projects, tests included, in this process: a fraction of what `go vet` takes, so that every
// pair can be looked at. What a project imports from elsewhere comes from the go command's build cache.
type checker struct {
	sync.Mutex // the importer of packages from elsewhere is one for all projects, and not safe for several at once
	files      *token.FileSet
	elsewhere  types.Importer
	built      map[string]string // import path → export data
}

// newChecker builds what the projects in dir import.
func newChecker(t *testing.T, dirs ...string) *checker {
	t.Helper()
	c := &checker{files: token.NewFileSet(), built: map[string]string{}}
	for _, dir := range dirs {
		list, err := goCommand(dir, true, "list", "-export", "-deps", "-test", "-f", "{{.ImportPath}}\t{{.Export}}", "./...")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(list) {
			name, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
			c.built[name] = file
		}
	}
	c.elsewhere = importer.ForCompiler(c.files, "gc", func(name string) (io.ReadCloser, error) { return os.Open(c.built[name]) })
	return c
}

// check returns what the compiler would say about a project, or nil.
func (c *checker) check(tr tree) error {
	c.Lock()
	defer c.Unlock()
	p := &checked{checker: c, sources: map[string][]*ast.File{}, done: map[string]*types.Package{}}
	for name, f := range tr.project() {
		if path.Ext(name) != ".go" {
			continue
		}
		parsed, err := parser.ParseFile(c.files, name, tr.follow(name, f), parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := path.Join("shop", path.Dir(name))
		p.sources[folder] = append(p.sources[folder], parsed)
	}
	var faults []error
	for folder := range p.sources {
		_, err := p.types(folder, true)
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// follow is the text of a file, behind a link too.
func (tr tree) follow(name string, f file) []byte {
	if f.mode == os.ModeSymlink {
		return tr[path.Join(path.Dir(name), string(f.data))].data
	}
	return f.data
}

// checked is one project while it is checked.
type checked struct {
	*checker
	sources map[string][]*ast.File
	done    map[string]*types.Package // without their tests, as others import them
}

// Import gives a package of the project from its source, and any other from the build cache.
func (p *checked) Import(name string) (*types.Package, error) {
	if _, own := p.sources[name]; own {
		return p.types(name, false)
	}
	if p.built[name] == "" && name != "unsafe" {
		return nil, fmt.Errorf("no edit imports %s, and no fresh project", name)
	}
	return p.elsewhere.Import(name)
}

func (p *checked) types(name string, tests bool) (*types.Package, error) {
	if pkg := p.done[name]; pkg != nil && !tests {
		return pkg, nil
	}
	var files []*ast.File
	for _, f := range p.sources[name] {
		if tests || !strings.HasSuffix(p.files.File(f.Pos()).Name(), "_test.go") {
			files = append(files, f)
		}
	}
	pkg, err := (&types.Config{Importer: p}).Check(name, p.files, files, nil)
	if !tests {
		p.done[name] = pkg
	}
	return pkg, err
}

// TestTheCheckerFindsWhatIsWrong keeps the check from passing everything.
func TestTheCheckerFindsWhatIsWrong(t *testing.T) {
	pristine := fresh(t, "sqlite")
	dir := t.TempDir()
	pristine.writeTo(t, dir)
	c := newChecker(t, dir)
	if err := c.check(pristine); err != nil {
		t.Fatal(err)
	}
	const name = "internal/product/store.go"
	whole := pristine[name].data
	for _, data := range [][]byte{
		bytes.Replace(whole, []byte("func changedOne"), []byte("func changedTwo"), 1),
		bytes.Replace(whole, []byte(`"net/http"`), []byte(`"net/http"; "os"`), 1),
		bytes.Replace(whole, []byte("sqlStore) Delete"), []byte("sqlStore) Drop"), 1),
	} {
		pristine[name] = file{data: data}
		if c.check(pristine) == nil {
			t.Errorf("nothing was wrong with\n%s", data)
		}
	}
}
