package merge

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

var (
	triples = flag.Int("triples", 5000, "random triples to compare with git merge-file")
	seed    = flag.Uint64("seed", 0, "seed of the random triples; 0 for a fresh one")
)

// triple is the input of one merge.
type triple struct{ base, ours, theirs []byte }

// verdict compares one merge with git's.
type verdict int

const (
	sameClean verdict = iota
	sameConflict
	bolder    // clean where git conflicts
	shyer     // a conflict where git is clean
	different // both clean, other bytes
	verdicts
)

func TestLinesAgreeWithGitMergeFile(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("git is needed as the oracle")
		}
		t.Skip("git is needed as the oracle")
	}
	from := *seed
	if from == 0 {
		from = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", from)
	count := judgeAll(t, makeTriples(from, *triples))
	t.Logf("of %d: %d clean alike, %d conflicts alike, %d bolder, %d shyer, %d different",
		*triples, count[sameClean], count[sameConflict], count[bolder], count[shyer], count[different])

	if agreed := count[sameClean] + count[sameConflict]; agreed*1000 < *triples*998 {
		t.Errorf("only %d of %d triples agree with git", agreed, *triples)
	}
	if count[different] > 0 {
		t.Errorf("%d clean results with other bytes than git's", count[different])
	}
	if conflicts := count[sameConflict] + count[bolder]; conflicts*100 < *triples*40 {
		t.Errorf("only %d of %d triples conflict in git: too easy", conflicts, *triples)
	}
}

func judgeAll(t *testing.T, all []triple) [verdicts]int {
	t.Helper()
	var (
		count [verdicts]int
		mu    sync.Mutex
		group sync.WaitGroup
	)
	work := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		dir := t.TempDir()
		group.Go(func() {
			for i := range work {
				v, err := judge(dir, all[i])
				mu.Lock()
				count[v]++
				mu.Unlock()
				if err != nil {
					t.Errorf("triple %d: %v", i, err)
				} else if v > sameConflict {
					t.Logf("triple %d, verdict %d:\nbase   %q\nours   %q\ntheirs %q", i, v, all[i].base, all[i].ours, all[i].theirs)
				}
			}
		})
	}
	for i := range all {
		work <- i
	}
	close(work)
	group.Wait()
	return count
}

func judge(dir string, tr triple) (verdict, error) {
	data, clean, err := gitMergeFile(dir, tr)
	if err != nil {
		return 0, err
	}
	mine := Lines(tr.base, tr.ours, tr.theirs)
	switch {
	case clean && mine.Clean():
		if !bytes.Equal(data, mine.Data) {
			return different, nil
		}
		return sameClean, nil
	case clean:
		return shyer, nil
	case mine.Clean():
		return bolder, nil
	}
	return sameConflict, nil
}

// gitMergeFile runs git merge-file in dir. Its exit status is the number of conflicts, or 255 for a failure.
func gitMergeFile(dir string, tr triple) (merged []byte, clean bool, err error) {
	for name, data := range map[string][]byte{"base": tr.base, "ours": tr.ours, "theirs": tr.theirs} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return nil, false, err
		}
	}
	cmd := exec.Command("git", "merge-file", "-p", "-q", "ours", "base", "theirs")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_NOSYSTEM=1")
	merged, err = cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 && exit.ExitCode() < 128 {
		return merged, false, nil
	}
	return merged, err == nil, err
}

// makeTriples makes files of up to 40 lines, half of them from at most 8 different lines, and edits both sides.
func makeTriples(from uint64, n int) []triple {
	rng := rand.New(rand.NewPCG(from, 1))
	all := make([]triple, n)
	for i := range all {
		letters := 1 + rng.IntN(8)
		if i%2 == 1 {
			letters = 9 + rng.IntN(60)
		}
		all[i] = makeTriple(rng, letters)
	}
	return all
}

func makeTriple(rng *rand.Rand, letters int) triple {
	line := func() string { return fmt.Sprintf("line %d", rng.IntN(letters)) }
	base := make([]string, rng.IntN(41))
	for i := range base {
		base[i] = line()
	}
	edits := 1 + rng.IntN(4)
	return triple{lfFile(base), lfFile(edited(rng, base, edits, line)), lfFile(edited(rng, base, edits, line))}
}
