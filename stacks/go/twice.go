package gostack

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"

	"github.com/scalecli/scale/generator/merge"
)

// sound reports why a file is not Go, or that it declares something twice; a merge by lines is blind to both.
func sound(data []byte) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", data, parser.SkipObjectResolution)
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return &merge.LineError{Line: list[0].Pos.Line, Msg: list[0].Msg}
	}
	if err != nil {
		return err
	}
	r := register{set: set}
	r.file(f)
	if r.first != nil {
		return r.first
	}
	return nil
}

// register finds what stands twice in one place: a name in a file, a field in a struct, a key in a literal. It keeps
// the first it meets.
type register struct {
	set   *token.FileSet
	first *merge.LineError
}

func (r *register) file(f *ast.File) {
	top := scope{}
	for _, d := range f.Decls {
		r.declaration(top, d)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		r.inside(n)
		return true
	})
}

// scope holds what was seen in one place.
type scope map[string]bool

func (r *register) see(in scope, kind, name string, pos token.Pos) {
	if name == "_" {
		return
	}
	if in[name] && r.first == nil {
		r.first = &merge.LineError{Line: r.set.PositionFor(pos, false).Line, Msg: kind + " " + name + " would stand here twice"}
	}
	in[name] = true
}

func (r *register) declaration(top scope, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		switch {
		case d.Recv != nil && len(d.Recv.List) == 1:
			r.see(top, "method", receiver(d.Recv.List[0].Type)+"."+d.Name.Name, d.Pos())
		case d.Name.Name != "init":
			r.see(top, "function", d.Name.Name, d.Pos())
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			r.names(top, spec)
		}
	}
}

func (r *register) names(in scope, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		r.see(in, "type", spec.Name.Name, spec.Pos())
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			r.see(in, "name", name.Name, name.Pos())
		}
	}
}

func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return "?"
}

// inside looks at the nodes whose parts must differ from each other.
func (r *register) inside(n ast.Node) {
	in := scope{}
	switch n := n.(type) {
	case *ast.StructType:
		r.fields(in, "field", n.Fields)
	case *ast.InterfaceType:
		r.fields(in, "method", n.Methods)
	case *ast.FuncType:
		r.fields(in, "parameter", n.Params)
	case *ast.CompositeLit:
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				r.constant(in, "key", kv.Key)
			}
		}
	case *ast.SwitchStmt:
		r.cases(in, n.Body)
	case *ast.TypeSwitchStmt:
		r.cases(in, n.Body)
	}
}

func (r *register) fields(in scope, kind string, list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, f := range list.List {
		for _, name := range f.Names {
			r.see(in, kind, name.Name, name.Pos())
		}
	}
}

func (r *register) cases(in scope, body *ast.BlockStmt) {
	for _, stmt := range body.List {
		clause, ok := stmt.(*ast.CaseClause)
		if !ok {
			continue
		}
		if clause.List == nil {
			r.see(in, "the case", "default", clause.Pos())
		}
		for _, e := range clause.List {
			r.constant(in, "case", e)
		}
	}
}

// constant looks at keys and cases that are written out: literals and names, also qualified ones.
func (r *register) constant(in scope, kind string, e ast.Expr) {
	switch e := e.(type) {
	case *ast.BasicLit:
		r.see(in, kind, e.Value, e.Pos())
	case *ast.Ident:
		r.see(in, kind, e.Name, e.Pos())
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			r.see(in, kind, fmt.Sprintf("%s.%s", x.Name, e.Sel.Name), e.Pos())
		}
	}
}
