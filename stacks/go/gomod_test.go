package gostack

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/render"
)

// mod writes a go.mod from short forms: "uuid 1.6.0" is direct, "~libc 1.2.3" indirect, anything that starts with ! is
// a line as it stands.
func mod(lines ...string) string {
	var direct, indirect, other []string
	for _, l := range lines {
		switch {
		case strings.HasPrefix(l, "!"):
			other = append(other, l[1:])
		case strings.HasPrefix(l, "~"):
			indirect = append(indirect, long(l[1:])+" // indirect")
		default:
			direct = append(direct, long(l))
		}
	}
	text := "module shop\n\ngo 1.26.0\n"
	for _, group := range [][]string{direct, indirect} {
		switch len(group) {
		case 0:
		case 1:
			text += "\nrequire " + group[0] + "\n"
		default:
			text += "\nrequire (\n\t" + strings.Join(group, "\n\t") + "\n)\n"
		}
	}
	for _, l := range other {
		text += "\n" + l + "\n"
	}
	return text
}

func long(short string) string {
	name, rest, _ := strings.Cut(short, " ")
	return "example.com/" + name + " v" + rest
}

// uses writes a Go file that imports example.com packages.
func uses(packages ...string) string {
	text := "package main\n"
	for _, p := range packages {
		text += "import _ \"example.com/" + p + "\"\n"
	}
	return text
}

// goMerge is one situation: scale's go.mod before and after, the user's, and the code.
type goMerge struct {
	name               string
	base, ours, theirs string
	code               string            // imports of the project's code once the change is made
	cache              map[string]string // "chi 5.0.0" → what its go.mod requires, comma-separated
	vendored           bool
	want               string
	note               string // a part of the notes; "" means that there are none
	why                string // a part of the conflict's reason; "" means that it is clean
}

func (c goMerge) run() merge.Result {
	disk := fstest.MapFS{"main.go": {Data: []byte(c.code)}, "go.mod": {Data: []byte(c.ours)}}
	if c.vendored {
		disk["vendor/modules.txt"] = &fstest.MapFile{}
	}
	s := Stack{}
	if c.cache != nil {
		files := fstest.MapFS{}
		for key, needs := range c.cache {
			name, version, _ := strings.Cut(key, " ")
			text := "module example.com/" + name + "\n\ngo 1.20\n"
			for _, need := range strings.Split(needs, ",") {
				if need != "" {
					text += "\nrequire " + long(need) + "\n"
				}
			}
			files["cache/download/example.com/"+name+"/@v/v"+version+".mod"] = &fstest.MapFile{Data: []byte(text)}
		}
		s.ModuleCache = files
	}
	change := generator.Change{
		Disk:   disk,
		Base:   render.Tree{"go.mod": {Data: []byte(c.base)}},
		Theirs: render.Tree{"go.mod": {Data: []byte(c.theirs)}},
	}
	f, _ := s.Merger("go.mod", change)
	return f([]byte(c.base), []byte(c.ours), []byte(c.theirs))
}

var (
	plain = mod("goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0")
	redis = mod("goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0")
)

func TestRequirementsMerge(t *testing.T) {
	for _, c := range goMerges {
		t.Run(c.name, func(t *testing.T) {
			r := c.run()
			notes := strings.Join(r.Notes, "\n")
			if c.why != "" {
				if r.Clean() || !strings.Contains(r.Conflicts[0].Why, c.why) {
					t.Fatalf("conflicts: %v, want one that says %q", r.Conflicts, c.why)
				}
				return
			}
			if !r.Clean() {
				t.Fatalf("conflicts: %v", r.Conflicts)
			}
			if string(r.Data) != c.want {
				t.Errorf("got\n%s\nwant\n%s", r.Data, c.want)
			}
			if c.note == "" && notes != "" || !strings.Contains(notes, c.note) {
				t.Errorf("notes %q, want %q in them", notes, c.note)
			}
		})
	}
}

func TestAddingAndRemovingGivesBackTheUsersRequirements(t *testing.T) {
	for _, ours := range []string{
		mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0"),
		mod("goose 1.305.0", "sqlite 1.100.0", "~libc 1.100.0"),
		plain + "\n// mine\n",
	} {
		cache := map[string]string{"chi 1.500.0": "", "goose 1.305.0": ""}
		add := goMerge{base: plain, ours: ours, theirs: redis, code: uses("chi", "goose", "redis", "sqlite"), cache: cache}.run()
		remove := goMerge{base: redis, ours: string(add.Data), theirs: plain, code: uses("chi", "goose", "sqlite"), cache: cache}.run()
		if string(remove.Data) != ours {
			t.Errorf("got\n%s\nwant\n%s", remove.Data, ours)
		}
	}
}
