package service

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// program finds a program of a kind: in its folders, the highest version first, then in PATH.
func (k Kind) program(name string) (string, error) {
	for _, pattern := range k.Folders {
		found, err := filepath.Glob(filepath.Join(pattern, name))
		if err != nil {
			return "", err
		}
		if len(found) > 0 {
			return slices.Max(found), nil
		}
	}
	return exec.LookPath(name)
}

// command runs a program of the server's kind as the server's user, in the folder of its data.
func (s *Server) command(ctx context.Context, argv ...string) (*exec.Cmd, error) {
	path, err := s.Kind.program(argv[0])
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, path, argv[1:]...)
	cmd.Dir = s.Dir
	cmd.Env = append(os.Environ(), "HOME="+s.Dir, "LC_ALL=C.UTF-8")
	if s.Kind.Env != nil {
		cmd.Env = append(cmd.Env, s.Kind.Env(s)...)
	}
	cmd.SysProcAttr, err = attributes()
	return cmd, err
}

// run runs a program to its end.
func (s *Server) run(ctx context.Context, argv ...string) error {
	cmd, err := s.command(ctx, argv...)
	if err != nil {
		return err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", argv[0], err, out)
	}
	return nil
}

// write puts a file into the folder of the server's data that only the server's user can read.
func (s *Server) write(name, text string) (string, error) {
	path := filepath.Join(s.Dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", err
	}
	return path, giveAway(path)
}
