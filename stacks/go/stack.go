// Package gostack is the Go language: names, template functions, go.mod and go.sum, the merge of Go files, and what in
// the user's code still uses something that is about to go. The generator knows none of it.
package gostack

import (
	"io/fs"
	"path"
	"text/template"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
)

// Stack implements generator.Stack for Go.
type Stack struct {
	// ModuleCache is the folder in which the go command keeps what it downloaded (`go env GOMODCACHE`), or nil. It is
	// only evidence: with it, a requirement that nothing needs any more can be dropped beside the user's own ones;
	// without it, it stays.
	ModuleCache fs.FS
}

var _ generator.Stack = Stack{}

// Name is the value of `stack:` in scale.yaml.
func (Stack) Name() string { return "go" }

// Funcs are the template functions of Go templates; see words.go and types.go for each.
func (Stack) Funcs() template.FuncMap {
	return template.FuncMap{
		"goName":      Name,
		"goVar":       Var,
		"goPackage":   Package,
		"goWords":     Words,
		"goReserve":   reserveVar,
		"goArticle":   Article,
		"goType":      Type,
		"goParse":     Parser,
		"goRule":      Rule,
		"goSeed":      Seed,
		"goSeedValue": SeedValue,
		"goExample":   Example,
	}
}

// Merger gives the strategies for go.mod, go.sum and Go files.
func (s Stack) Merger(name string, change generator.Change) (merge.Func, bool) {
	switch {
	case name == "go.mod":
		return s.modMerger(change), true
	case name == "go.sum":
		return s.sumMerger(change), true
	case path.Ext(name) == ".go":
		return fileMerger(name, change), true
	}
	return nil, false
}

// Proof lists the commands that show a project to be sound.
func (Stack) Proof() [][]string {
	return [][]string{
		{"go", "build", "./..."},
		{"go", "vet", "./..."},
		{"go", "test", "./..."},
	}
}
