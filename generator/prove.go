package generator

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/scalecli/scale/generator/apply"
)

// prove runs the project's own build and tests on a scratch copy, before and after the change. The project itself is
// not touched.
func (s *session) prove(ctx context.Context, w *work, o Options) (err error) {
	scratch, err := os.MkdirTemp("", "scale-verify-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	if err := copyProject(s.dir, scratch); err != nil {
		return err
	}
	if command, output := s.runProof(ctx, scratch); command != "" {
		return &Refused{What: "the project fails `" + command + "` before the change; nothing was written", Output: output, Next: command}
	}
	if err := s.applyTo(ctx, scratch, w); err != nil {
		return err
	}
	if command, output := s.runProof(ctx, scratch); command != "" {
		return &Refused{What: "with the change the project fails `" + command + "`; nothing was written", Output: output, Next: o.Command + " --dry-run --diff"}
	}
	return nil
}

// runProof returns the first command that fails, with its output, or "".
func (s *session) runProof(ctx context.Context, dir string) (command, output string) {
	for _, argv := range s.stack.Proof() {
		var out bytes.Buffer
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
		if err := cmd.Run(); err != nil {
			if out.Len() == 0 {
				out.WriteString(err.Error())
			}
			return strings.Join(argv, " "), out.String()
		}
	}
	return "", ""
}

func (s *session) applyTo(ctx context.Context, dir string, w *work) (err error) {
	root, err := apply.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	hold, _, err := root.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hold.Close()) }()
	ops, err := s.ops(w.plan)
	if err != nil {
		return err
	}
	return hold.Commit(ops, apply.Options{Label: "verify"})
}

// copyProject copies everything but git's folder and scale's own journal. Links are copied as links.
func copyProject(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case rel == ".git" || rel == filepath.Join(".scale", "undo"):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case !d.Type().IsRegular() || filepath.ToSlash(rel) == ".scale/lock":
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, info.Mode().Perm())
}
