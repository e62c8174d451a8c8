package generator_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
)

// Story 15: two branches each let scale change the project, git merges them, and apply puts together what they share.

// pair is what the two branches do.
type pair struct {
	name     string
	one, two op
}

var pairs = []pair{
	{"two pieces that touch the same files of the user's", addPiece("lamp", "bulb"), addPiece("bell", "")},
	{"two pieces that require the same hidden one", addPiece("bell", ""), addPiece("horn", "")},
	{"two modules", addModule("attic beam:string"), addModule("shed width:int")},
	{"a module and a piece with files in every module", addModule("attic beam:string"), addPiece("lamp", "candle")},
	{"a part and a piece that looks into it", addPart("drawer", "room.top"), addPiece("lamp", "bulb")},
	{"a part and a backend with files for it", addPart("drawer", "room.top"), addPiece("store", "box")},
	{"a field and a backend", addField("room.lock:string"), addPiece("store", "box")},
	{"a module that comes and one that goes", addModule("attic beam:string"), removeModule("tower")},
}

func TestStory15TwoBranchesMergedEqualTheUnion(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"merge", "squash", "cherry-pick"} {
		for _, p := range pairs {
			t.Run(way+" "+p.name, func(t *testing.T) {
				t.Parallel()
				h := inGit(t)
				h.do(addModule("tower steps:int"))
				h.commit("start")
				union := h.unionOf(p)
				h.branch("one", p.one, 1)
				h.branch("two", p.two, 2)
				h.bring(way, "one")
				h.bring(way, "two")
				h.do(applyAll)
				h.same("the branches together are not the union", union, h.content())
				if r := h.do(applyAll); r.Applied {
					t.Error("a second apply changed something")
				}
				h.commit("applied")
				h.do(addModule("yard width:int"))
			})
		}
	}
}

// unionOf is what one person would have who gave both commands, at the times the branches gave them.
func (h *house) unionOf(p pair) tree {
	h.Helper()
	both := h.twin()
	both.ok(os.RemoveAll(both.path(".git")))
	both.now = moment.Add(time.Hour)
	both.do(p.one)
	both.now = moment.Add(2 * time.Hour)
	both.do(p.two)
	return both.content()
}

// branch makes a branch off the first one with one command on it.
func (h *house) branch(name string, o op, hours int) {
	h.Helper()
	main := strings.TrimSpace(h.git("rev-parse", "--abbrev-ref", "HEAD"))
	h.git("checkout", "-q", "-b", name)
	h.now = moment.Add(time.Duration(hours) * time.Hour)
	h.do(o)
	h.commit(name)
	h.git("checkout", "-q", main)
}

// bring brings a branch over with the real git.
func (h *house) bring(way, name string) {
	h.Helper()
	switch way {
	case "merge":
		h.git("merge", "-q", "--no-edit", name)
	case "squash":
		h.git("merge", "-q", "--squash", name)
		h.git("commit", "-q", "-m", "squashed "+name)
	default:
		h.git("cherry-pick", name)
	}
}

func TestStory15AConflictOfGitsInTheManifestIsResolvedByHand(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	p := pair{"two pieces under one heading", addPiece("bell", ""), addPiece("chime", "")}
	union := h.unionOf(p)
	h.branch("one", p.one, 1)
	h.branch("two", p.two, 2)
	h.bring("merge", "one")
	if out, err := h.tryGit("merge", "-q", "--no-edit", "two"); err == nil {
		t.Fatalf("git joined neighbouring lines:\n%s", out)
	}
	for name, o := range map[string]op{"apply": applyAll, "add": addPiece("fog", "")} {
		if r := h.refused(o, generator.Options{}); !strings.Contains(r.Next, "git add scale.yaml") {
			t.Errorf("%s: the next command is %q", name, r.Next)
		}
	}
	h.write("scale.yaml", union["scale.yaml"])
	if r := h.refused(applyAll, generator.Options{}); !strings.Contains(r.Next, "git add scale.yaml") {
		t.Errorf("before git add the next command is %q", r.Next)
	}
	h.git("add", "scale.yaml")
	h.do(applyAll)
	h.same("the branches together are not the union", union, h.content())
}

func TestStory15TwoPartsOfOneModuleMeetInItsLine(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	p := pair{"two parts of one module", addPart("drawer", "room.top"), addPart("drawer", "room.low")}
	union := h.unionOf(p)
	h.branch("one", p.one, 1)
	h.branch("two", p.two, 2)
	h.bring("merge", "one")
	if out, err := h.tryGit("merge", "-q", "--no-edit", "two"); err == nil {
		t.Fatalf("git joined two changes of a line:\n%s", out)
	}
	h.write("scale.yaml", union["scale.yaml"])
	h.git("add", "scale.yaml")
	h.do(applyAll)
	h.same("the branches together are not the union", union, h.content())
}

func TestStory15EditsOfBothBranchesSurvive(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.branch("one", func(h *house, o generator.Options) (*generator.Result, error) {
		h.edit("README.md", "A garden.", "A garden of mine.")
		return addPiece("lamp", "bulb")(h, o)
	}, 1)
	h.branch("two", func(h *house, o generator.Options) (*generator.Result, error) {
		h.edit("app.txt", "roof red", "roof blue")
		return addPiece("bell", "")(h, o)
	}, 2)
	h.bring("merge", "one")
	h.bring("merge", "two")
	h.do(applyAll)
	h.wantHas("README.md", "A garden of mine.")
	h.wantHas("app.txt", "roof blue")
	h.wantHas("scale_gen.txt", "lamp listens to the bell")
	if !h.has("lamp/flash.txt") {
		t.Error("what is only there when both pieces are did not come")
	}
}

func TestStory15UntilThenEveryCommandAsksForApply(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.branch("one", addPiece("lamp", "bulb"), 1)
	h.branch("two", addPiece("bell", ""), 2)
	h.bring("merge", "one")
	h.bring("merge", "two")
	for name, o := range map[string]op{"add": addPiece("fog", ""), "remove": removePiece("lamp"), "upgrade": upgrade} {
		if r := h.refused(o, generator.Options{}); r.Next != "scale apply" {
			t.Errorf("%s: the next command is %q", name, r.Next)
		}
	}
}

func TestStory15AModuleRemovedHereAndChangedThere(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		h := inGit(t)
		h.do(addModule("tower steps:int"))
		h.commit("start")
		h.branch("one", removeModule("tower"), 1)
		h.branch("two", addField("tower.roof:string"), 2)
		wanted := map[bool]string{false: "one", true: "two"}[keep]
		h.git("checkout", "-q", wanted)
		want, yaml := h.content(), h.read("scale.yaml")
		h.git("checkout", "-q", "trunk")
		h.bring("merge", "one")
		if _, err := h.tryGit("merge", "-q", "--no-edit", "two"); err == nil {
			t.Fatal("git joined a removal and a change")
		}
		// The person decides in scale.yaml and takes everything else as git left it.
		h.write("scale.yaml", yaml)
		h.git("add", "-A")
		h.git("commit", "-q", "-m", "decided")
		h.do(applyAll)
		h.same("the decision was not carried out", want, h.content())
	}
}

// neighbours are two pieces whose lines stand beside each other in a file of the user's, so that git cannot join them.
var neighbours = pair{"two pieces whose lines stand beside each other", addPiece("chime", ""), addPiece("fog", "")}

// clash lets both branches of the pair meet in a conflict of git's.
func (h *house) clash(p pair) {
	h.Helper()
	h.branch("one", p.one, 1)
	h.branch("two", p.two, 2)
	h.bring("merge", "one")
	if out, err := h.tryGit("merge", "-q", "--no-edit", "two"); err == nil {
		h.Fatalf("git joined neighbouring lines:\n%s", out)
	}
}

func TestStory15AConflictOfGitsBetweenLinesOfScaleIsSettled(t *testing.T) {
	t.Parallel()
	for _, style := range []string{"merge", "diff3"} {
		t.Run(style, func(t *testing.T) {
			t.Parallel()
			h := inGit(t)
			h.git("config", "merge.conflictStyle", style)
			h.edit(".env.example", "OWNER=", "OWNER=me") // somewhere else in that file
			h.commit("mine")
			union := h.unionOf(neighbours)
			h.clash(neighbours)
			h.edit(".env.example", "DOOR=front", "DOOR=back") // while the conflict waits
			union[".env.example"] = strings.Replace(union[".env.example"], "DOOR=front", "DOOR=back", 1)
			if r := h.refused(addPiece("bell", ""), generator.Options{}); r.Next != "scale apply" {
				t.Errorf("the next command is %q", r.Next)
			}
			if r := h.do(applyAll); !slices.Equal(r.Next, []string{"git add --all", "git commit"}) {
				t.Errorf("the next commands are %q", r.Next)
			}
			h.same("the branches together are not the union", union, h.content())
			if r := h.refused(applyAll, generator.Options{}); !strings.Contains(r.Next, "git add .env.example") {
				t.Errorf("before git add the next command is %q", r.Next)
			}
			h.commit("both")
			h.do(addPiece("bell", ""))
		})
	}
}

func TestStory15AConflictOfGitsWithLinesOfTheUserIsTheUsers(t *testing.T) {
	t.Parallel()
	thick := neighbours
	thick.two = func(h *house, o generator.Options) (*generator.Result, error) {
		r, err := neighbours.two(h, o)
		h.edit(".env.example", "FOG=3", "FOG=9")
		return r, err
	}
	for name, resolve := range map[string]func(*house, string){
		"both blocks": func(h *house, union string) { h.write(".env.example", union) },
		"both blocks the other way round": func(h *house, union string) {
			before, blocks, _ := strings.Cut(union, "# how soft the chime is\n")
			chime, fog, _ := strings.Cut(blocks, "\n\n")
			h.write(".env.example", before+fog+"\n# how soft the chime is\n"+chime+"\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := inGit(t)
			union := h.unionOf(thick)
			h.clash(thick)
			if r := h.refused(applyAll, generator.Options{}); !strings.Contains(r.Next, "git add .env.example") {
				t.Errorf("the next command is %q", r.Next)
			}
			resolve(h, union[".env.example"])
			if r := h.refused(applyAll, generator.Options{}); !strings.Contains(r.Next, "git add .env.example") {
				t.Errorf("before git add the next command is %q", r.Next)
			}
			union[".env.example"] = h.read(".env.example")
			h.git("add", ".env.example")
			h.do(applyAll)
			h.same("the branches together are not the union", union, h.content())
		})
	}
}

func TestStory15ALineThatTheUserTookOutDoesNotComeBack(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.do(addPiece("lamp", "candle"))
	h.commit("start")
	h.clash(pair{"a line goes here and changes there", func(h *house, o generator.Options) (*generator.Result, error) {
		h.edit(".env.example", "LAMP=candle\n", "")
		return addPiece("fog", "")(h, o)
	}, addPiece("lamp", "bulb")})
	if r := h.refused(applyAll, generator.Options{}); !strings.Contains(r.Next, "git add .env.example") {
		t.Errorf("the next command is %q", r.Next)
	}
}
