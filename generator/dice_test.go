package generator_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
)

// dice make the random projects, edits and commands of the laws.
type dice struct {
	*rand.Rand
	words int // edits made so far, so that no two lines of a person are the same
}

// forRandom runs a law on n random rounds. The seed is new every time and printed on failure. SCALE_TEST_SEED repeats a
// single round, SCALE_TEST_TIMES multiplies their number.
func forRandom(t *testing.T, n int, law func(*testing.T, *dice)) {
	t.Helper()
	t.Parallel()
	first := uint64(time.Now().UnixNano())
	if times, err := strconv.Atoi(os.Getenv("SCALE_TEST_TIMES")); err == nil {
		n *= times
	}
	if text := os.Getenv("SCALE_TEST_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		first, n = seed, 1
	}
	for i := range n {
		seed := first + uint64(i)
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("SCALE_TEST_SEED=%d repeats this", seed)
				}
			})
			law(t, &dice{Rand: rand.New(rand.NewPCG(seed, 1))})
		})
	}
}

// thing is something that can be added and removed again.
type thing struct {
	name        string
	add, remove op
}

// things are what a project can have at once; bell and horn share a hidden piece, lamp
// looks at bell, bell and chime stand under one heading, and two drawers are parts of one module.
func things() []thing {
	return []thing{
		{"lamp", addPiece("lamp", "bulb"), removePiece("lamp")},
		{"bell", addPiece("bell", ""), removePiece("bell")},
		{"horn", addPiece("horn", "", "tone", "high"), removePiece("horn")},
		{"chime", addPiece("chime", ""), removePiece("chime")},
		{"cellar", addModule("cellar depth:int:index lid:enum(oak,iron)"), removeModule("cellar")},
		{"attic", addModule("attic beam:string:unique"), removeModule("attic")},
		{"drawer top", addPart("drawer", "room.top"), removePart("drawer", "room.top")},
		{"drawer low", addPart("drawer", "room.low"), removePart("drawer", "room.low")},
	}
}

// some picks n things in a random order.
func (d *dice) some(n int) []thing {
	all := things()
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:n]
}

// grow brings a new project into a random state that every thing can still be added to but the ones it took.
func (d *dice) grow(h *house, taken []thing) {
	h.Helper()
	for _, x := range taken {
		h.do(x.add)
	}
	if d.IntN(2) == 0 {
		h.do(addField(fmt.Sprintf("room.f%d:string", d.IntN(9))))
	}
	if d.IntN(3) == 0 {
		h.do(addPiece("store", "box"))
	}
}

// edits changes files as a person would: some of the user's files, some lines in each.
func (d *dice) edits(h *house, n int) {
	h.Helper()
	for range n {
		name := d.userFile(h)
		d.words++
		switch d.IntN(12) {
		case 0:
			h.remove(name)
		case 1:
			h.write(name, strings.ReplaceAll(strings.ReplaceAll(h.read(name), "\r\n", "\n"), "\n", "\r\n"))
		case 2:
			h.write(fmt.Sprintf("mine/own%d.txt", d.words), "the user's\n")
		case 3:
			h.write("scale.yaml", d.comment(h.read("scale.yaml")))
		case 4:
			h.write("scale.yaml", strings.ReplaceAll(strings.ReplaceAll(h.read("scale.yaml"), "\r\n", "\n"), "\n", "\r\n"))
		default:
			h.write(name, d.oneEdit(name, h.read(name), d.words))
		}
	}
}

// comment writes one into the manifest, on a line of its own or behind another.
func (d *dice) comment(text string) string {
	lines := strings.SplitAfter(text, "\n")
	at, mine := d.IntN(len(lines)-1), fmt.Sprintf("# the user's %d", d.words)
	if body := strings.TrimRight(lines[at], "\r\n"); body != "" && !strings.HasPrefix(body, "#") && d.IntN(2) == 0 {
		lines[at] = body + " " + mine + lines[at][len(body):]
		return strings.Join(lines, "")
	}
	ending := "\n"
	if strings.Contains(text, "\r\n") {
		ending = "\r\n"
	}
	return strings.Join(slices.Insert(lines, at, mine+ending), "")
}

// userFile is a random file that the user may edit.
func (d *dice) userFile(h *house) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(h.content())), func(name string) bool {
		return strings.HasPrefix(name, ".") && name != ".env.example" || strings.Contains(name, "scale_gen") ||
			strings.HasPrefix(name, "mk/") || strings.Contains(name, "/migrations/") || name == "scale.yaml"
	})
	return names[d.IntN(len(names))]
}

// oneEdit puts in, takes out or changes a line. What it writes is a comment where a file has a grammar.
func (d *dice) oneEdit(name, text string, word int) string {
	lines := strings.SplitAfter(text, "\n")
	at, mine := d.IntN(len(lines)), fmt.Sprintf("# the user's %d\n", word)
	switch d.IntN(4) {
	case 0:
		if name != "compose.yaml" && name != ".env.example" {
			return strings.Join(slices.Delete(lines, at, at+1), "")
		}
	case 1:
		if strings.TrimSpace(lines[at]) != "" && name != ".env.example" {
			lines[at] = strings.TrimRight(lines[at], "\r\n") + " " + mine
			return strings.Join(lines, "")
		}
	case 2:
		return strings.TrimRight(text, "\n")
	}
	return strings.Join(slices.Insert(lines, at, mine), "")
}

// try runs a command that may be refused, and reports whether it was not. Refused, it may not have written anything.
func (h *house) try(o op) bool {
	h.Helper()
	before := h.everything()
	_, err := o(h, generator.Options{Command: "scale test"})
	var refused *generator.Refused
	var usage *generator.Usage
	if errors.As(err, &refused) || errors.As(err, &usage) {
		h.same("a refused command wrote something", before, h.everything())
		return false
	}
	h.ok(err)
	return true
}
