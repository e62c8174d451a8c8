package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"text/template"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// Input is everything a rendering depends on.
type Input struct {
	Project manifest.Project
	Packs   *pack.Set
	Funcs   template.FuncMap // what the stack adds
	Facts   map[string]any   // what the stack's analyser wrote down about the user's code
	Extra   Tree             // files that the stack renders itself
}

// Render gives the tree that scale writes for a project.
func Render(in Input) (Tree, error) {
	r := &renderer{Input: in, tree: maps.Clone(in.Extra), from: map[string]string{}}
	if r.tree == nil {
		r.tree = Tree{}
	}
	if err := r.readSlots(); err != nil {
		return nil, err
	}
	for _, dir := range r.folders("files") {
		if err := r.folder(dir, r.projectScope()); err != nil {
			return nil, err
		}
	}
	for _, m := range in.Project.Modules {
		if err := r.module(m); err != nil {
			return nil, err
		}
	}
	if err := r.undeclaredSlots(); err != nil {
		return nil, err
	}
	for p, f := range r.tree {
		f.Owner = OwnerOf(r.Packs.Owners, p)
		r.tree[p] = f
	}
	return r.tree, nil
}

type renderer struct {
	Input
	tree     Tree
	from     map[string]string // path → the template it came from, to name both when two collide
	slots    []slotSource
	declared map[string]bool // slots that some file has a place for
}

func (r *renderer) module(m manifest.Module) error {
	for _, dir := range r.folders("module") {
		if !r.covers(dir.piece, m.Name) {
			continue
		}
		if err := r.folder(dir, r.moduleScope(m)); err != nil {
			return err
		}
	}
	for _, step := range m.Steps() {
		for _, dir := range r.folders("change") {
			if !r.covers(dir.piece, m.Name) {
				continue
			}
			if err := r.folder(dir, r.changeScope(m, step)); err != nil {
				return err
			}
		}
	}
	for _, p := range m.Parts {
		for _, dir := range r.folders(path.Join("part", p.Kind)) {
			if err := r.folder(dir, r.partScope(m, p)); err != nil {
				return err
			}
		}
	}
	return nil
}

// covers reports whether a piece brings anything to a module.
func (r *renderer) covers(piece, module string) bool {
	return r.Packs.Piece(piece).Covers(module, r.Project.Pieces[piece])
}

// source is one folder of templates and the piece it belongs to.
type source struct{ dir, piece string }

// shared is the folder of a piece for every stack. It is laid out as the stacks' own are.
const shared = "shared"

// folders lists where files of a kind can stand, for the pieces in use and in their order: for the project's stack and for
// every stack, the piece's own, its backend's, and those for when another piece is there too.
func (r *renderer) folders(kind string) []source {
	var all []source
	for _, p := range r.Packs.InUse(r.Project) {
		for _, dir := range r.layers(p) {
			all = append(all, source{path.Join(dir, kind), p.Name})
		}
	}
	return all
}

// layers are the folders of one piece that apply to the project.
func (r *renderer) layers(p *pack.Piece) []string {
	return append(r.layersBelow(path.Join(p.Name, r.Project.Stack), p), r.layersBelow(path.Join(p.Name, shared), p)...)
}

func (r *renderer) layersBelow(root string, p *pack.Piece) []string {
	dirs := []string{root}
	if backend := r.Project.Pieces[p.Name].Backend; backend != "" {
		dirs = append(dirs, path.Join(root, "backends", backend))
	}
	for _, other := range r.Packs.InUse(r.Project) {
		with := path.Join(root, "with", other.Name)
		dirs = append(dirs, with)
		if backend := r.Project.Pieces[other.Name].Backend; backend != "" {
			dirs = append(dirs, path.Join(with, "backends", backend))
		}
	}
	return dirs
}

// folder renders every file below a folder; a folder that does not exist renders nothing.
func (r *renderer) folder(src source, in scope) error {
	err := fs.WalkDir(r.Packs.FS, src.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return r.file(name, strings.TrimPrefix(name, src.dir+"/"), scope{r.withPiece(in.data, src.piece), in.paths, in.part})
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// file renders one template to its place. A template that renders to nothing but white space gives no file.
func (r *renderer) file(name, target string, in scope) error {
	content, err := fs.ReadFile(r.Packs.FS, name)
	if err != nil {
		return fmt.Errorf("reading the packs: %w", err)
	}
	if strings.HasSuffix(name, ".tmpl") {
		target = strings.TrimSuffix(target, ".tmpl")
		if content, err = r.execute(name, string(content), in.data); err != nil {
			return err
		}
		if len(bytes.TrimSpace(content)) == 0 {
			return nil
		}
	}
	if target, err = fillPath(target, in.paths); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if other, twice := r.from[target]; twice {
		return &Twice{Path: target, One: other, Other: name, Part: in.part}
	}
	r.from[target] = name
	r.tree[target] = File{Data: content, Mode: mode(content)}
	return nil
}

// mode makes scripts executable: an embedded file has no mode of its own.
func mode(content []byte) fs.FileMode {
	if bytes.HasPrefix(content, []byte("#!")) {
		return 0o755
	}
	return 0o644
}

// fillPath fills in a target's `{{ .key }}`. Nothing cleverer can stand in a path.
func fillPath(target string, values map[string]string) (string, error) {
	for {
		before, rest, found := strings.Cut(target, "{{")
		if !found {
			return target, nil
		}
		key, after, _ := strings.Cut(rest, "}}")
		value, ok := values[strings.TrimPrefix(strings.TrimSpace(key), ".")]
		if !ok {
			return "", fmt.Errorf("the path holds {{%s}}, which is nothing that a path here can hold", key)
		}
		target = before + value + after
	}
}

func (r *renderer) execute(name, text string, data map[string]any) ([]byte, error) {
	t, err := template.New(name).Option("missingkey=error").Funcs(r.funcs(data)).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("reading the packs: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return nil, fmt.Errorf("rendering: %w", err)
	}
	return out.Bytes(), nil
}

// Twice is a path that two templates render to.
type Twice struct {
	Path, One, Other string
	Part             *PartOf // that brings the other one, or nil
}

// PartOf is a part with the module that has it.
type PartOf struct {
	Module string
	manifest.Part
}

func (t *Twice) Error() string {
	return fmt.Sprintf("%s and %s both render to %s", t.One, t.Other, t.Path)
}

// OwnerOf applies the packs' rules to a path.
func OwnerOf(rules pack.OwnerRules, p string) Owner {
	switch {
	case pack.Match(rules.Scale, p):
		return Scale
	case pack.Match(rules.Once, p):
		return Once
	case pack.Match(rules.Append, p):
		return Append
	}
	return User
}
