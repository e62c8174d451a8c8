package merge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// file draws a file of few different lines, so that the same ones meet often. Endings and the last newline vary.
func file() *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "c", "d", "\t}", "é"}), 0, 14).Draw(t, "lines")
		data := withEndings(lines, rapid.SampledFrom([]string{"\n", "\n", "\n", "\r\n", "\r"}).Draw(t, "eol"))
		if rapid.IntRange(0, 3).Draw(t, "cut") == 0 {
			data = bytes.TrimSuffix(data, []byte("\n"))
		}
		return data
	})
}

// unchecked is Lines without the answers that need no merge, so that the laws are proven of the merge itself.
func unchecked(base, ours, theirs []byte) Result {
	s := readSides(base, ours, theirs)
	return s.result(mergeLines(s.base, s.ours, s.theirs))
}

func TestAMergeWithOneChangedSideIsThatSide(t *testing.T) {
	for name, f := range map[string]Func{"Lines": Lines, "Beside": Beside, "the merge itself": unchecked, "Env": Env} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			b, x := file().Draw(t, "base"), file().Draw(t, "changed")
			want(t, "m(b,x,b)", f(b, x, b), x)
			want(t, "m(b,b,x)", f(b, b, x), x)
			want(t, "m(b,x,x)", f(b, x, x), x)
		}))
	}
}

func want(t *rapid.T, law string, got Result, data []byte) {
	if !got.Clean() || !bytes.Equal(got.Data, data) {
		t.Fatalf("%s = %q with %d conflicts, want %q", law, got.Data, len(got.Conflicts), data)
	}
}

func TestSwappingTheSidesChangesNeitherCleannessNorText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, o, x := file().Draw(t, "base"), file().Draw(t, "ours"), file().Draw(t, "theirs")
		one, other := Lines(b, o, x), Lines(b, x, o)
		if one.Clean() != other.Clean() {
			t.Fatalf("%d conflicts one way, %d the other", len(one.Conflicts), len(other.Conflicts))
		}
		if one.Clean() && !slices.Equal(linesOf(one.Data, true), linesOf(other.Data, true)) {
			t.Fatalf("%q one way, %q the other", one.Data, other.Data)
		}
	})
}

func TestACheckoutInCRLFMergesAsTheOneInLF(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) []byte { return bytes.ReplaceAll(file().Draw(t, label), []byte("\r"), nil) }
		b, o, x := draw("base"), draw("ours"), draw("theirs")
		if !bytes.Contains(o, []byte("\n")) {
			return
		}
		plain, turned := Lines(b, o, x), Lines(b, toCRLF(o), x)
		if !bytes.Equal(toCRLF(plain.Data), turned.Data) && !bytes.Equal(o, b) && !bytes.Equal(b, x) {
			t.Fatalf("LF gives %q, CRLF %q", plain.Data, turned.Data)
		}
	})
}

func toCRLF(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")) }

func TestEveryLineThatOnlyOursAddedStandsInTheResult(t *testing.T) {
	for name, f := range map[string]Func{"Lines": Lines, "Beside": Beside} {
		t.Run(name, func(t *testing.T) { oursStands(t, f) })
	}
}

func oursStands(t *testing.T, f Func) {
	from := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(from, 2))
	for range 3000 {
		n := 0
		own := func() string { n++; return fmt.Sprintf("mine %d", n) }
		common := func() string { return fmt.Sprintf("line %d", rng.IntN(9)) }
		base := edited(rng, nil, 12, common)
		b, o, x := base, edited(rng, base, 3, own), edited(rng, base, 3, common)
		got := strings.Split(string(f(lfFile(b), lfFile(o), lfFile(x)).Data), "\n")
		for _, line := range o {
			if strings.HasPrefix(line, "mine") && !slices.Contains(got, line) {
				t.Fatalf("seed %d: %q is lost:\nbase   %q\nours   %q\ntheirs %q\nmerged %q", from, line, b, o, x, got)
			}
		}
	}
}

func TestTwentyThousandRewrittenLinesTakeUnderTwoSeconds(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	random := func(letters int) []byte {
		lines := make([]string, 20_000)
		for i := range lines {
			lines[i] = fmt.Sprintf("line %d", rng.IntN(letters))
		}
		return lfFile(lines)
	}
	for _, letters := range []int{2, 200, 20_000, 1 << 40} {
		b, o, x := random(letters), random(letters), random(letters)
		took := time.Hour
		for try := 0; try < 5 && took > 2*time.Second; try++ { // the machine may have other work, too
			start := time.Now()
			Lines(b, o, x)
			took = min(took, time.Since(start))
		}
		if took > 2*time.Second {
			t.Errorf("%d different lines: %v", letters, took)
		} else {
			t.Logf("%d different lines: %v", letters, took)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("a\nb\nc\n"), []byte("a\nB\nc\n"), []byte("a\nb\nc\nd\n"))
	f.Add([]byte("a\nb\n"), []byte("a\r\nb\r\nc\r\n"), []byte("x\na\nb\n"))
	f.Add([]byte("a"), []byte("a\n\n"), []byte(""))
	f.Add([]byte("a\x00b"), []byte("a"), []byte("b"))
	f.Add([]byte("<<<<<<< yours\n=======\n>>>>>>> scale\n"), []byte("\xff\n"), []byte("=======\n"))
	f.Add([]byte("A=1\n\n# b\nB=2\n"), []byte("A=2\n# b\nB=2\n"), []byte("A=1\n\n# c\nC=3\n\n# b\nB=2\n"))
	f.Fuzz(func(t *testing.T, base, ours, theirs []byte) {
		for _, path := range []string{"x.txt", ".env.example", "x.yaml", "x.json", "x.toml", "x.xml"} {
			merge := ForPath(path)
			if r := merge(base, ours, base); !r.Clean() || !bytes.Equal(r.Data, ours) {
				t.Errorf("%s: m(b,o,b) = %q, want %q", path, r.Data, ours)
			}
			if one, other := merge(base, ours, theirs), merge(base, theirs, ours); path == "x.txt" && one.Clean() != other.Clean() {
				t.Errorf("clean one way only: %q, %q", one.Data, other.Data)
			}
		}
	})
}

func BenchmarkLinesOfATypicalFile(b *testing.B) {
	rng := rand.New(rand.NewPCG(4, 4))
	line := func() string { return fmt.Sprintf("line %d of some usual length in a program", rng.IntN(150)) }
	base := make([]string, 200)
	for i := range base {
		base[i] = line()
	}
	old, ours, theirs := lfFile(base), lfFile(edited(rng, base, 4, line)), lfFile(edited(rng, base, 4, line))
	for b.Loop() {
		Lines(old, ours, theirs)
	}
}
