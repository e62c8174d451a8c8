package corpus

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// checker type-checks whole projects, tests included, in this process: a fraction of what `go vet` takes, so that every
// pair can be looked at. What a project imports from elsewhere comes from the go command's build cache. Most packages of
// two projects are the same: each file is parsed once, and each package checked once for what it and its imports say.
type checker struct {
	sync.Mutex // the importer of packages from elsewhere is one for all projects, and not safe for several at once
	files      *token.FileSet
	elsewhere  types.Importer
	built      map[string]string     // import path → export data
	parsed     map[string]*ast.File  // by name and text
	known      map[string]*knowledge // by what a package, its tests and its imports say
}

// knowledge is what the compiler would know about a package.
type knowledge struct {
	pkg *types.Package
	err error
}

// newChecker builds what the projects import from elsewhere: for each go.mod once, and only where another one did not
// bring it already.
func newChecker(t *testing.T, projects ...tree) *checker {
	t.Helper()
	c := &checker{files: token.NewFileSet(), built: map[string]string{}, parsed: map[string]*ast.File{}, known: map[string]*knowledge{}}
	for _, tr := range projects {
		lacking := slices.DeleteFunc(tr.imports(), func(name string) bool { return c.built[name] != "" || name == "unsafe" || below(name, "shop") })
		if len(lacking) == 0 {
			continue
		}
		dir := scratch(t)
		tr.writeTo(t, dir)
		list, err := goCommand(dir, append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}"}, lacking...)...)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(list) {
			name, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
			if c.built[name] == "" {
				c.built[name] = file
			}
		}
	}
	c.elsewhere = importer.ForCompiler(c.files, "gc", func(name string) (io.ReadCloser, error) { return os.Open(c.built[name]) })
	return c
}

// check returns what the compiler would say about a project, or nil.
func (c *checker) check(tr tree) error {
	c.Lock()
	defer c.Unlock()
	p := &checked{checker: c, packages: map[string]*source{}}
	for _, name := range slices.Sorted(maps.Keys(tr.project())) {
		if path.Ext(name) != ".go" {
			continue
		}
		if err := p.parse(name, tr.follow(name, tr[name])); err != nil {
			return err
		}
	}
	var faults []error
	for _, folder := range slices.Sorted(maps.Keys(p.packages)) {
		s := p.packages[folder]
		faults = append(faults, p.types(folder, s.with(s.tests)).err, p.types(folder+"_test", s.outside).err)
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
	packages map[string]*source // by import path
}

// source is a package of the project.
type source struct {
	files, tests, outside text   // outside are tests in a package of their own
	sum                   string // what the package without its tests says, with its imports
}

// text is files that are checked together.
type text struct {
	parsed []*ast.File
	keys   []string
}

func (s *source) with(tests text) text {
	return text{slices.Concat(s.files.parsed, tests.parsed), slices.Concat(s.files.keys, tests.keys)}
}

func (p *checked) parse(name string, data []byte) error {
	key := fmt.Sprintf("%s %x", name, sha256.Sum256(data))
	if p.parsed[key] == nil {
		parsed, err := parser.ParseFile(p.files, name, data, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		p.parsed[key] = parsed
	}
	folder := path.Join("shop", path.Dir(name))
	if p.packages[folder] == nil {
		p.packages[folder] = &source{}
	}
	s := p.packages[folder]
	into := &s.files
	if strings.HasSuffix(name, "_test.go") {
		if into = &s.tests; strings.HasSuffix(p.parsed[key].Name.Name, "_test") {
			into = &s.outside
		}
	}
	into.parsed, into.keys = append(into.parsed, p.parsed[key]), append(into.keys, key)
	return nil
}

// Import gives a package of the project from its source, and any other from the build cache.
func (p *checked) Import(name string) (*types.Package, error) {
	if p.packages[name] != nil {
		k := p.types(name, p.packages[name].files)
		return k.pkg, k.err
	}
	if p.built[name] == "" && name != "unsafe" {
		return nil, fmt.Errorf("no edit imports %s, and no fresh project", name)
	}
	return p.elsewhere.Import(name)
}

// types checks files that make a package.
func (p *checked) types(name string, from text) *knowledge {
	key := p.sumOf(name, from)
	if p.known[key] == nil {
		k := &knowledge{err: fmt.Errorf("%s imports itself", name)} // until it is known better
		p.known[key] = k
		k.pkg, k.err = (&types.Config{Importer: p}).Check(name, p.files, from.parsed, nil)
	}
	return p.known[key]
}

// sum stands for all that decides what a package without its tests is to the compiler.
func (p *checked) sum(name string) string {
	s := p.packages[name]
	if s.sum == "" {
		s.sum = "in a circle" // as it stays when packages import each other; then the check fails
		s.sum = p.sumOf(name, s.files)
	}
	return s.sum
}

func (p *checked) sumOf(name string, from text) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q\n", name, from.keys)
	for _, f := range from.parsed {
		for _, spec := range f.Imports {
			if imported, err := strconv.Unquote(spec.Path.Value); err == nil && p.packages[imported] != nil {
				b.WriteString(p.sum(imported))
			}
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return string(sum[:])
}

// TestTheCheckerFindsWhatIsWrong keeps the check from passing everything.
func TestTheCheckerFindsWhatIsWrong(t *testing.T) {
	pristine := fresh(t, onSQLite)
	c := newChecker(t, pristine)
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
