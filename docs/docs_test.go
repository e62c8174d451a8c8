// Package docs_test holds the documents to the tree: what they name has to be there.
package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gostack "github.com/scalecli/scale/stacks/go"
)

const (
	root    = ".."
	example = "../testdata/projects/shop" // a generated project
	// another one, whose database is a server
	onServer = "../testdata/projects/on-mysql"
	// others, with pieces
	cached   = "../testdata/projects/cached"
	guarded  = "../testdata/projects/guarded"
	balanced = "../testdata/projects/balanced"
	queued   = "../testdata/projects/queued"
)

var generated = []string{example, onServer, cached, guarded, balanced, queued}

// documents gives every document by its path from the root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	paths := []string{"README.md"}
	err := filepath.WalkDir(".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".md" {
			paths = append(paths, "docs/"+filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, p := range paths {
		texts[p] = read(t, filepath.Join(root, filepath.FromSlash(p)))
	}
	return texts
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

// `name` (file.go) and (`name`, file.go)
var (
	nameThenFile = regexp.MustCompile("`([\\w.]+)`\\s+\\(([\\w./]+\\.go)\\)")
	fileInside   = regexp.MustCompile("\\(`([\\w.]+)`,\\s+([\\w./]+\\.go)\\)")
)

func TestEveryFunctionStandsInTheFileThatTheDocumentsName(t *testing.T) {
	for doc, text := range documents(t) {
		for _, found := range slices.Concat(nameThenFile.FindAllStringSubmatch(text, -1), fileInside.FindAllStringSubmatch(text, -1)) {
			name, file := found[1][strings.LastIndexByte(found[1], '.')+1:], found[2]
			if !slices.Contains(declared(t, filepath.Join(root, filepath.FromSlash(file))), name) {
				t.Errorf("%s: %s is not declared in %s", doc, name, file)
			}
		}
	}
}

// declared lists the names that a Go file declares, methods and fields of interfaces among them.
func declared(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return nil
	}
	var names []string
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			names = append(names, decl.Name.Name)
		case *ast.GenDecl:
			names = append(names, declaredBy(decl)...)
		}
	}
	return names
}

func declaredBy(decl *ast.GenDecl) (names []string) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, spec.Name.Name)
			if i, ok := spec.Type.(*ast.InterfaceType); ok {
				for _, method := range i.Methods.List {
					for _, name := range method.Names {
						names = append(names, name.Name)
					}
				}
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

var qualified = regexp.MustCompile("`(manifest|pack|render|merge|plan|baseline|apply|vcs|generator|cmd)\\.([A-Za-z]\\w*)`")

func TestEveryQualifiedNameIsInItsPackage(t *testing.T) {
	for doc, text := range documents(t) {
		for _, found := range qualified.FindAllStringSubmatch(text, -1) {
			pkg, name := found[1], found[2]
			if isFile := name == "json"; !isFile && !slices.Contains(declaredIn(t, folderOf(pkg)), name) {
				t.Errorf("%s: there is no %s.%s", doc, pkg, name)
			}
		}
	}
}

func folderOf(pkg string) string {
	if pkg == "generator" || pkg == "cmd" {
		return filepath.Join(root, pkg)
	}
	return filepath.Join(root, "generator", pkg)
}

func declaredIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		names = append(names, declared(t, file)...)
	}
	return names
}

var (
	goFile     = regexp.MustCompile(`[\w./<>]*/[\w.<>]+\.go\b`)
	transcript = regexp.MustCompile(`(?m)^    .*$`)
)

func TestEveryGoFileNamedIsInTheTreeOrInAGeneratedProject(t *testing.T) {
	for doc, text := range documents(t) {
		if doc == "README.md" {
			text = transcript.ReplaceAllString(text, "") // it shows another project
		}
		for _, named := range goFile.FindAllString(text, -1) {
			if !exists(filepath.Join(root, filepath.FromSlash(named))) && !slices.ContainsFunc(generated, has(named)) {
				t.Errorf("%s names %s, which is neither here nor in a generated project", doc, named)
			}
		}
	}
}

// has tells whether a generated project has a file.
func has(named string) func(project string) bool {
	return func(project string) bool {
		name := strings.NewReplacer("<name>", path.Base(project), "<module>", "product").Replace(named)
		return exists(filepath.Join(project, filepath.FromSlash(name)))
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

var link = regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`)

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	for doc, text := range documents(t) {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(found[1], "://") {
				continue
			}
			target := filepath.Join(root, filepath.FromSlash(filepath.Dir(doc)), filepath.FromSlash(found[1]))
			if !exists(target) {
				t.Errorf("%s links to %s, which is not there", doc, found[1])
			}
		}
	}
}

var makeTarget = regexp.MustCompile("(?m)(?:`| {4})make ([a-z0-9-]+)")

func TestEveryMakeTargetIsInAMakefile(t *testing.T) {
	rules := read(t, filepath.Join(root, "Makefile")) + "\n" + read(t, filepath.Join(example, "Makefile")) +
		"\n" + read(t, filepath.Join(onServer, "mk", "database.mk")) + "\n" + read(t, filepath.Join(guarded, "mk", "auth.mk")) +
		"\n" + read(t, filepath.Join(balanced, "mk", "loadbalancer.mk"))
	for doc, text := range documents(t) {
		for _, found := range makeTarget.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(rules, "\n"+found[1]+":") {
				t.Errorf("%s names make %s, and no Makefile has it", doc, found[1])
			}
		}
	}
}

var slotPlace = regexp.MustCompile(`slot "([\w.]+)"`)

func TestEverySlotAndTemplateFunctionIsInTheArchitecture(t *testing.T) {
	text := read(t, "ARCHITECTURE.md")
	for name := range (gostack.Stack{}).Funcs() {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("the template function %s is not described", name)
		}
	}
	err := filepath.WalkDir(filepath.Join(root, "templates"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, found := range slotPlace.FindAllStringSubmatch(read(t, name), -1) {
			if !strings.Contains(text, "`"+found[1]+"`") {
				t.Errorf("%s has a place for the slot %s, which is not described", name, found[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryPieceHasAPage(t *testing.T) {
	pieces, err := filepath.Glob(filepath.Join(root, "templates", "*", "piece.yaml"))
	if err != nil || len(pieces) == 0 {
		t.Fatalf("no pieces: %v", err)
	}
	for _, piece := range pieces {
		name := filepath.Base(filepath.Dir(piece))
		if strings.Contains(read(t, piece), "hidden: true") {
			continue
		}
		if !exists(filepath.Join("pieces", name+".md")) {
			t.Errorf("docs/pieces/%s.md is missing", name)
		}
	}
}
