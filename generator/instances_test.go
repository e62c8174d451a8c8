package generator_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator"
)

// faultsOf are the sentences of a refusal, each with its command.
func faultsOf(r *generator.Refused) []string {
	if len(r.Faults) == 0 {
		return []string{r.What + ". Run: " + r.Next}
	}
	var all []string
	for _, f := range r.Faults {
		all = append(all, f.What+". Run: "+f.Next)
	}
	return all
}

// TestWhatSeveralInstancesCannotShareIsRefusedWithWhatMendsIt: each row is refused with these faults; when their commands
// have run, the same command goes through.
func TestWhatSeveralInstancesCannotShareIsRefusedWithWhatMendsIt(t *testing.T) {
	t.Parallel()
	const (
		shelf  = "terrace needs a store that several instances can share, and this project uses shelf. Run: scale add store --backend box"
		candle = "terrace needs a lamp that several instances can share, and this project uses candle. Run: scale add lamp --backend bulb"
		chime  = "terrace runs several instances, and what chime keeps is seen by one of them only. Run: scale remove chime"
	)
	box, bulb, terrace := addPiece("store", "box"), addPiece("lamp", "bulb"), addPiece("terrace", "")
	for claim, c := range map[string]struct {
		before []op
		do     op
		want   []string
		mend   []op
	}{
		"a default that is every project's": {nil, terrace, []string{shelf}, []op{box}},
		"all of them at once":               {[]op{addPiece("lamp", ""), addPiece("chime", "")}, terrace, []string{shelf, candle, chime}, []op{box, bulb, removePiece("chime")}},
		"a backend that goes back":          {[]op{box, terrace}, addPiece("store", "shelf"), []string{shelf}, nil},
		"a backend that was asked for":      {[]op{box, terrace}, addPiece("lamp", "candle"), []string{candle}, nil},
		"a piece that cannot be shared": {
			[]op{box, terrace}, addPiece("chime", ""),
			[]string{"terrace runs several instances, and what chime keeps is seen by one of them only. Run: scale remove terrace"},
			[]op{removePiece("terrace")},
		},
		"too many connections": {
			[]op{box}, addPiece("terrace", "", "houses", "6"),
			[]string{"6 instances with a pool of 2 each open up to 12 connections, and the store of this project (box) grants 10. Run: scale add store --set hooks=1"},
			[]op{addPiece("store", "", "hooks", "1")},
		},
		"too many connections with a backend that it asks for": {
			nil, addPiece("terrace", "", "houses", "6"),
			[]string{shelf, "6 instances with a pool of 2 each open up to 12 connections, and the store of this project (box) grants 10. Run: scale add store --set hooks=1"},
			[]op{box, addPiece("store", "", "hooks", "1")},
		},
		"a pool that grows": {
			[]op{box, terrace}, addPiece("store", "", "hooks", "4"),
			[]string{"3 instances with a pool of 4 each open up to 12 connections, and the store of this project (box) grants 10. Run: scale add store --set hooks=3"},
			nil,
		},
		"more instances than there are connections": {
			[]op{box}, addPiece("terrace", "", "houses", "11"),
			[]string{"11 instances with a pool of 2 each open up to 22 connections, and the store of this project (box) grants 10. Run: scale add terrace --set houses=5"},
			nil,
		},
		"processes that other pieces run beside the instances": {
			[]op{box, addPiece("bell", "", "ringers", "2")}, addPiece("terrace", "", "houses", "4"),
			[]string{"4 instances and 2 more processes with a pool of 2 each open up to 12 connections, and the store of this project (box) grants 10. Run: scale add store --set hooks=1"},
			[]op{addPiece("store", "", "hooks", "1")},
		},
		"a piece that runs more processes": {
			[]op{box, addPiece("terrace", "", "houses", "5")}, addPiece("bell", ""),
			[]string{"5 instances and 1 more process with a pool of 2 each open up to 12 connections, and the store of this project (box) grants 10. Run: scale add store --set hooks=1"},
			[]op{addPiece("store", "", "hooks", "1")},
		},
		"one process alone": {
			[]op{box}, addPiece("store", "", "hooks", "11"),
			[]string{"a pool of 11 opens up to 11 connections, and the store of this project (box) grants 10. Run: scale add store --set hooks=10"},
			nil,
		},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			h := built(t)
			for _, o := range c.before {
				h.do(o)
			}
			if got := faultsOf(h.refused(c.do, generator.Options{})); !slices.Equal(got, c.want) {
				t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			for _, o := range c.mend {
				h.do(o)
			}
			if c.mend != nil {
				h.do(c.do)
			}
		})
	}
}

func TestWithSeveralInstancesTheDefaultIsWhatTheyCanShare(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("store", "box"))
	one := h.twin()
	h.do(addPiece("terrace", ""))
	r := h.do(addPiece("lamp", ""))
	h.wantHas("scale.yaml", "lamp: {backend: bulb}\n")
	if want := "lamp uses bulb, which 3 instances can share; with one it would be candle"; !slices.Contains(r.Notes, want) {
		t.Errorf("notes %q, want %q", r.Notes, want)
	}
	if r := h.do(addPiece("lamp", "", "height", "4")); len(r.Notes) > 0 {
		t.Errorf("another option: %q", r.Notes)
	}
	one.do(addPiece("lamp", "bulb", "height", "4"))
	one.do(addPiece("terrace", ""))
	one.same("the order left a trace", one.content(), h.content())
	h.wantHas("scale.yaml", "lamp: {backend: bulb, height: 4}\n")
}

func TestFaultsThatAreOlderThanTheChangeStandInNoWay(t *testing.T) {
	t.Parallel()
	h := built(t)
	newer := h.generator().Packs
	h.older = fstest.MapFS{}
	h.ok(fs.WalkDir(newer, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, reading := fs.ReadFile(newer, name)
			h.older[name], err = &fstest.MapFile{Data: data}, reading
		}
		return err
	}))
	h.older["chime/piece.yaml"] = &fstest.MapFile{Data: []byte("title: Chime\nstage: sound\norder: 45\n")}
	h.do(addPiece("store", "box"))
	h.do(addPiece("terrace", ""))
	h.do(addPiece("chime", ""))

	h.older = nil // from here on the packs know of it
	h.do(addPiece("fog", ""))
	h.do(upgrade)
	h.do(addPart("drawer", "room.top"))
	s, err := h.generator().Status(context.Background(), h.dir)
	want := "terrace runs several instances, and what chime keeps is seen by one of them only. Run: scale remove chime"
	if err != nil || !slices.Contains(s.Pending, want) {
		t.Errorf("the status says %q, %v", s.Pending, err)
	}
	if got := faultsOf(h.refused(addPiece("lamp", "candle"), generator.Options{})); len(got) != 1 {
		t.Errorf("a new fault beside an old one: %q", got)
	}
	h.do(removePiece("chime"))
}

func TestByHandAndAfterAGitMergeTheFileHasToChange(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("scale.yaml", "# stage 6 · street\n", "# stage 6 · street\nterrace: {houses: 3}\n")
	const byHand = "terrace needs a store that several instances can share, and this project uses shelf. Run: scale apply, once store has backend: box in scale.yaml"
	if got := faultsOf(h.refused(applyAll, generator.Options{})); !slices.Equal(got, []string{byHand}) {
		t.Errorf("by hand: %q", got)
	}
	h.edit("scale.yaml", "backend: shelf", "backend: box")
	h.do(applyAll)

	h = inGit(t)
	h.do(addPiece("store", "box"))
	h.commit("box")
	h.branch("one", addPiece("terrace", ""), 1)
	h.branch("two", addPiece("lamp", "candle"), 2)
	h.bring("merge", "one")
	h.bring("merge", "two")
	const merged = "terrace needs a lamp that several instances can share, and this project uses candle. Run: scale apply, once lamp has backend: bulb in scale.yaml"
	if got := faultsOf(h.refused(applyAll, generator.Options{})); !slices.Equal(got, []string{merged}) {
		t.Errorf("merged: %q", got)
	}
	h.edit("scale.yaml", "backend: candle", "backend: bulb")
	h.do(applyAll)
	h.wantHas("lamp/socket.txt", "socket")
}

func TestWholeNumbersAreHeldToTheirRange(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("store", "box"))
	var usage *generator.Usage
	for _, value := range []string{"1", "41", "many", "03", "2.5", "", "-3"} {
		_, err := addPiece("terrace", "", "houses", value)(h, generator.Options{})
		if !errors.As(err, &usage) || !strings.HasPrefix(err.Error(), "houses is a whole number from 2 to 40, and ") {
			t.Errorf("%q: %v", value, err)
		}
	}
	h.do(addPiece("terrace", "", "houses", "2"))
	h.wantHas("scale.yaml", "terrace: {houses: 2}\n")
	h.edit("scale.yaml", "houses: 2", "houses: 0")
	if _, err := applyAll(h, generator.Options{}); err == nil || !strings.Contains(err.Error(), `houses is a whole number from 2 to 40, and "0" is none`) {
		t.Errorf("by hand: %v", err)
	}
}
