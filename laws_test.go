package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/cmd"
	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// The laws that the generator's tests hold toy pieces to, on the real ones. Trees are compared byte for byte, scale.yaml
// and the baseline among them.

// step is something that can be done to a project and taken back.
type step struct {
	name        string
	add, remove []string
	has         func(*manifest.Project) // puts into a project what it has then
}

// steps are a module, each piece that a project need not have, a part of each kind, and another database. Of a piece that
// is not named in backends it is the default.
func steps(t *testing.T, backends map[string]string) []step {
	t.Helper()
	packs := loadPacks(t)
	all := []step{{"review", []string{"add", "module", "review body:text stars:int:index"}, []string{"remove", "module", "review"}, func(p *manifest.Project) {
		p.Modules = append(p.Modules, manifest.Module{Name: "review"})
	}}}
	for _, p := range packs.All() {
		x := step{name: p.Name, add: []string{"add", p.Name}, remove: []string{"remove", p.Name}}
		switch {
		case !p.Listed(), p.Always && backends[p.Name] == "":
			continue
		case p.Always:
			x.remove = []string{"add", p.Name, "--backend", p.BackendNames()[0]}
		}
		if b := backends[p.Name]; b != "" {
			x.add = append(x.add, "--backend", b)
		}
		in := manifest.Piece{Backend: cmp.Or(backends[p.Name], first(p.BackendNames()))}
		x.has = func(project *manifest.Project) { project.Pieces[p.Name] = in }
		all = append(all, x)
	}
	for _, k := range packs.Kinds() {
		part := manifest.Part{Kind: k.Name, Name: "tell_all"}
		all = append(all, step{k.Name, []string{"add", k.Name, "product.tell_all"}, []string{"remove", k.Name, "product.tell_all"}, func(p *manifest.Project) {
			p.Modules = append(p.Modules, manifest.Module{Name: "product", Parts: []manifest.Part{part}})
		}})
	}
	return all
}

// fits reports whether a new project can have all of these.
func fits(t *testing.T, all ...step) bool {
	t.Helper()
	packs := loadPacks(t)
	p := manifest.Project{Stack: gostack.Stack{}.Name(), Pieces: map[string]manifest.Piece{}}
	for _, piece := range packs.All() {
		if piece.Always && piece.Listed() {
			p.Pieces[piece.Name] = manifest.Piece{Backend: first(piece.BackendNames())}
		}
	}
	for _, x := range all {
		x.has(&p)
	}
	return generator.Fits(packs, p)
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

func loadPacks(t *testing.T) *pack.Set {
	t.Helper()
	set, err := pack.Load(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// onDisk is a project in a folder of its own. Its scripts can be run, as scale made them.
func onDisk(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, files)
	for path, data := range files {
		if !bytes.HasPrefix(data, []byte("#!")) {
			continue
		}
		if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(path)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// scale runs a command in-process. All of them are given at one moment, since the number of a module's migration is it.
func scale(t *testing.T, dir string, args ...string) {
	t.Helper()
	if code, out := tryScale(dir, args...); code != 0 {
		t.Fatalf("scale %s: exit code %d\n%s", strings.Join(args, " "), code, out)
	}
}

// tryScale gives the exit code and all that was printed.
func tryScale(dir string, args ...string) (int, string) {
	var out bytes.Buffer
	now := time.Date(2027, 2, 1, 8, 15, 0, 0, time.UTC)
	code := cmd.Main(context.Background(), append([]string{"-C", dir}, args...), cmd.Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" },
		Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{ModuleCache: moduleCache()}}, Now: func() time.Time { return now },
	})
	return code, out.String()
}

// refused holds a command to the promise that a refusal leaves everything as it was.
func refused(t *testing.T, dir string, args ...string) {
	t.Helper()
	before := read(t, dir)
	if code, out := tryScale(dir, args...); code != 1 {
		t.Fatalf("scale %s: exit code %d\n%s", strings.Join(args, " "), code, out)
	}
	same(t, "a refused "+strings.Join(args, " "), before, read(t, dir))
}

// same compares two trees and says how the first file that differs does.
func same(t *testing.T, claim string, want, got map[string][]byte) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(union(want, got))) {
		if !bytes.Equal(want[path], got[path]) {
			t.Errorf("%s: %s is\n%s\nand should be\n%s", claim, path, got[path], want[path])
			return
		}
	}
}

func union(a, b map[string][]byte) map[string][]byte {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// mixes are the backends that the laws are tried with.
var mixes = map[string]map[string]string{
	"without a server":     {},
	"on one Redis":         {"database": "postgres", "cache": "redis", "ratelimit": "redis"},
	"on different servers": {"cache": "memcached", "ratelimit": "redis"},
}

func TestAnyOrderOfAddsAndRemovesGivesTheSameBytes(t *testing.T) {
	start := makeProject(t, "shop", [][]string{{"init", "shop"}})
	for name, backends := range mixes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			holdOrder(t, start, steps(t, backends))
		})
	}
}

// together are edits of testdata/edits that one developer can have made, beside what pieces bring.
var together = []string{
	"01-constructor-argument", "03-own-route", "04-own-query-parameter", "05-own-middleware", "06-config-field",
	"17-pinned-dependency", "23-own-examples", "24-own-targets", "25-own-service", "39-own-environment", "45-own-backup", "49-own-command",
}

func TestItDoesSoAroundEditsOfTheUser(t *testing.T) {
	start := makeProject(t, "shop", [][]string{{
		"init", "shop", "--module", "product name:string:index price:decimal:index weight:int",
		"--module", "booking customer_email:string:index date:date:index",
	}})
	dir := onDisk(t, start)
	for _, name := range together {
		patch, err := filepath.Abs(filepath.Join("testdata", "edits", name+".patch"))
		if err != nil {
			t.Fatal(err)
		}
		git(t, dir, "apply", "--whitespace=nowarn", patch)
	}
	all := steps(t, map[string]string{"cache": "redis"})
	holdOrder(t, read(t, dir), all)
}

func TestAChangedBackendEqualsHavingChosenItFirst(t *testing.T) {
	start := makeProject(t, "shop", [][]string{{"init", "shop"}})
	for _, p := range loadPacks(t).All() {
		if !p.Listed() || len(p.BackendNames()) < 2 {
			continue
		}
		for company, backends := range mixes {
			t.Run(p.Name+" "+company, func(t *testing.T) {
				t.Parallel()
				dir := onDisk(t, start)
				var company []step
				for _, x := range steps(t, backends) {
					more := append(slices.Clone(company), x)
					if x.name != p.Name && fits(t, more...) && fitsWithAny(t, p, more) {
						company = more
						scale(t, dir, x.add...)
					}
				}
				if !fitsWithAny(t, p, company) {
					return // it has no choice here
				}
				holdChoice(t, read(t, dir), p)
			})
		}
	}
}

// fitsWithAny reports whether steps go together with a piece whatever its backend.
func fitsWithAny(t *testing.T, p *pack.Piece, company []step) bool {
	t.Helper()
	return !slices.ContainsFunc(p.BackendNames(), func(backend string) bool {
		chosen := step{has: func(project *manifest.Project) { project.Pieces[p.Name] = manifest.Piece{Backend: backend} }}
		return !fits(t, append(slices.Clone(company), chosen)...)
	})
}

// holdChoice changes from each backend of a piece to each other one.
func holdChoice(t *testing.T, start map[string][]byte, p *pack.Piece) {
	t.Helper()
	chosen := map[string]map[string][]byte{}
	for _, backend := range p.BackendNames() {
		dir := onDisk(t, start)
		scale(t, dir, "add", p.Name, "--backend", backend)
		chosen[backend] = read(t, dir)
	}
	for _, from := range p.BackendNames() {
		for _, to := range p.BackendNames() {
			if from == to {
				continue
			}
			dir := onDisk(t, chosen[from])
			scale(t, dir, "add", p.Name, "--backend", to)
			same(t, fmt.Sprintf("%s from %s to %s", p.Name, from, to), chosen[to], read(t, dir))
		}
	}
}

func TestTwoBranchesWithAPieceEachComeToTheUnion(t *testing.T) {
	start := makeProject(t, "shop", [][]string{{"init", "shop", "--database", "postgres"}})
	var pieces []step
	for _, x := range steps(t, map[string]string{"cache": "redis", "ratelimit": "redis"}) {
		if len(x.remove) == 2 { // a piece
			pieces = append(pieces, x)
		}
	}
	ways := [][]string{{"merge", "--no-edit"}, {"merge", "--squash"}, {"cherry-pick"}}
	for i, one := range pieces {
		for j, two := range pieces[i+1:] {
			way := ways[(i+j)%len(ways)] // the generator's tests try every way with each pair
			t.Run(one.name+" and "+two.name+" "+way[len(way)-1], func(t *testing.T) {
				t.Parallel()
				holdBranches(t, start, one, two, way)
			})
		}
	}
}

// holdBranches brings a branch with one step over to a branch with another. Git may fail at that, but then nothing is left
// for a person to decide, save what scale.yaml says where both changed the line of a module, or neighbouring ones.
func holdBranches(t *testing.T, start map[string][]byte, one, two step, way []string) {
	t.Helper()
	dir := onDisk(t, start)
	scale(t, dir, one.add...)
	scale(t, dir, two.add...)
	both := read(t, dir)

	dir = onDisk(t, start)
	git(t, dir, "init", "--quiet")
	commitAll(t, dir)
	for _, x := range []step{one, two} {
		git(t, dir, "checkout", "--quiet", "-b", x.name)
		scale(t, dir, x.add...)
		commitAll(t, dir)
		git(t, dir, "checkout", "--quiet", "-")
	}
	git(t, dir, "checkout", "--quiet", one.name)
	if out, err := tryGit(dir, append(slices.Clone(way), two.name)...); err != nil && !strings.Contains(out, "CONFLICT") {
		t.Fatalf("git %s: %v\n%s", strings.Join(way, " "), err, out)
	}
	if name := "scale.yaml"; bytes.Contains(read(t, dir)[name], []byte("<<<<<<< ")) {
		write(t, dir, map[string][]byte{name: both[name]})
		git(t, dir, "add", name)
	}
	scale(t, dir, "apply")
	same(t, one.name+" and "+two.name+" on two branches", both, read(t, dir))
	commitAll(t, dir)
	scale(t, dir, two.remove...)
	scale(t, dir, one.remove...)
	same(t, one.name+" and "+two.name+" gone again", start, read(t, dir))
}

func commitAll(t *testing.T, dir string) {
	t.Helper()
	git(t, dir, "add", "--all")
	git(t, dir, "commit", "--quiet", "--message", "more")
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := tryGit(dir, args...); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// tryGit runs the real git as somebody without settings of their own.
func tryGit(dir string, args ...string) (string, error) {
	c := exec.Command("git", append([]string{"-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	out, err := c.CombinedOutput()
	return string(out), err
}
