package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// timed runs a command and says how long it took, and how much processor time it and its children.
func timed(dir, name string, args ...string) (sample, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return sample{value: time.Since(start).Seconds(), cpu: used.Seconds() * 1e6}, nil
}

// holdInit sets `scale init`, with its commit, against copying the same tree and committing that with git.
func (b *bench) holdInit() ([]result, error) {
	dir := filepath.Join(b.dir, "init")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	if err := run(dir, b.scale, "init", "tree", "--module-path", "shop", "--no-git"); err != nil {
		return nil, err
	}
	fresh := func(name string, args ...string) (sample, error) {
		if err := os.RemoveAll(filepath.Join(dir, "shop")); err != nil {
			return sample{}, err
		}
		return timed(dir, name, args...)
	}
	generate := func() (sample, error) { return fresh(b.scale, "init", "shop") }
	cp := func() (sample, error) {
		return fresh("sh", "-c", "cp -r tree shop && cd shop && git init -q && git add . && git commit -q -m first")
	}
	r, err := contest{
		name: "`scale init shop`", mark: "≤ 1.0", unit: seconds, sides: [2]string{"scale", "cp and git"},
		subject: generate, reference: cp, again: cp,
	}.hold(b.slices)
	return []result{r}, err
}

// others is how many files more stand in the large repository.
func (b *bench) others() int {
	if b.quick {
		return 500
	}
	return 50_000
}

// holdAdd sets `scale add module` in a repository with many more files against one without them.
func (b *bench) holdAdd() ([]result, error) {
	var shops [3]string
	for i, others := range []int{b.others(), 0, 0} {
		var err error
		if shops[i], err = b.repository(fmt.Sprintf("add%d", i), others); err != nil {
			return nil, err
		}
	}
	var all []result
	for _, c := range []struct{ name, flag string }{{"`scale add module`", "--yes"}, {"`scale add module --commit`", "--commit"}} {
		turn := func(shop string) func() (sample, error) {
			return func() (sample, error) { return b.addOnce(shop, c.flag) }
		}
		r, err := contest{
			name: c.name, mark: "≤ 1.2", unit: seconds, sides: [2]string{fmt.Sprintf("beside %d files", b.others()), "alone"},
			subject: turn(shops[0]), reference: turn(shops[1]), again: turn(shops[2]),
		}.hold(b.slices)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// repository is a committed project among other files.
func (b *bench) repository(name string, others int) (shop string, err error) {
	dir := filepath.Join(b.dir, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	for i := range others {
		folder := filepath.Join(dir, "other", fmt.Sprintf("%03d", i/200))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%03d.txt", i%200)), fmt.Appendf(nil, "file %d\n", i), 0o644); err != nil {
			return "", err
		}
	}
	if err := run(dir, b.scale, "init", "shop", "--no-git"); err != nil {
		return "", err
	}
	script := exec.Command("sh", "-c", "git init -q && git add . && git commit -q -m first && git repack -q -a -d")
	script.Dir = dir
	if out, err := script.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", script, err, out)
	}
	return filepath.Join(dir, "shop"), nil
}

// addOnce adds a module, and puts the repository back.
func (b *bench) addOnce(shop, flag string) (sample, error) {
	s, err := timed(shop, b.scale, "add", "module", "booking customer_email:string:index date:date:index", flag)
	if err != nil {
		return s, err
	}
	if err := run(shop, b.scale, "undo"); err != nil || flag != "--commit" {
		return s, err
	}
	return s, run(shop, "git", "reset", "-q", "HEAD^")
}
