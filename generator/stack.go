package generator

import (
	"io/fs"
	"text/template"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/render"
)

// Stack is what only one language knows. The generator owns the interface; each language implements it in a folder
// of its own under stacks/.
type Stack interface {
	// Name is the value of `stack:` in scale.yaml.
	Name() string
	// CheckName says why a project, module, field or part of a module cannot have this name, or nil. kind is one of the
	// Kind constants, or the kind of the part.
	CheckName(kind, name string) error
	// CheckModulePath says why the project cannot be imported under this path, or nil.
	CheckModulePath(path string) error
	// Funcs are the template functions of this language, in the spelling its templates use.
	Funcs() template.FuncMap
	// Format gives a rendered file the canonical form of its language, so that templates need not care for layout. Files
	// of other kinds come back as they are; text that is not of the language is an error. It is called for many
	// files at once.
	Format(path string, data []byte) ([]byte, error)
	// Dependencies renders the dependency files for the pieces in use, complete enough that no resolver has to run.
	Dependencies(packs fs.FS, project manifest.Project) (render.Tree, error)
	// Merger gives the merge strategy for a path that this language has its own rules for; ok is false for all others.
	Merger(path string, change Change) (f merge.Func, ok bool)
	// References lists the places in the user's files that use what is about to be deleted.
	References(change Change) ([]Place, error)
	// Unhooked lists the lines that called what the change alters in scale's own files, and that the user has taken out,
	// as they stood when scale wrote them: what scale adds there would never run.
	Unhooked(change Change) ([]Place, error)
	// Clashes lists the declarations in files of the user's that files which the change adds declare too.
	Clashes(change Change) ([]Place, error)
	// Texts lists the strings in a source file, for a look at what a program hands on to others; nil for other files.
	Texts(path string, data []byte) []Text
	// Foreign reports whether folders of this name hold what others wrote, or what no program runs.
	Foreign(folder string) bool
	// Proof lists the commands that build and test a project, each as argv; --verify runs them in order.
	Proof() [][]string
}

// The kinds of names a Stack checks, besides those of parts.
const (
	KindProject = "project"
	KindModule  = "module"
	KindField   = "field"
)

// Change is what a stack may look at when it merges a file or looks for references.
type Change struct {
	Disk    fs.FS       // the project as it is now, for reading
	Base    render.Tree // what scale wrote last
	Theirs  render.Tree // what scale would write now
	Project manifest.Project
}

// Text is a string in a source file. Each of its lines is one of the file.
type Text struct {
	Line int // of the file, 1-based, where it begins
	Text string
}

// Place is one line in a file of the user's.
type Place struct {
	Path string `json:"path"`
	Line int    `json:"line"` // 1-based
	Text string `json:"text"` // the line itself, without indentation
}
