package service

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/scalecli/scale/scripts/maven"
)

// jars names the servers that are Java programs, and the check sums of what they consist of.
//
//go:embed jars
var jars embed.FS

// bringJars puts the jars of a program into the folder of the server's data, where its user can read them.
func (s *Server) bringJars(ctx context.Context, name string) error {
	pom, err := jars.ReadFile("jars/" + name + ".xml")
	if err != nil {
		return err
	}
	sums, err := jars.ReadFile("jars/" + name + ".sums")
	if err != nil {
		return err
	}
	folder, err := maven.Jars(ctx, name, string(pom), string(sums))
	if err != nil {
		return err
	}
	target := filepath.Join(s.Dir, "jars")
	if err := os.Mkdir(target, 0o755); err != nil {
		return err
	}
	found, err := filepath.Glob(filepath.Join(folder, "*.jar"))
	if err != nil {
		return err
	}
	for _, jar := range found {
		if err := linkOrCopy(jar, filepath.Join(target, filepath.Base(jar))); err != nil {
			return err
		}
	}
	return nil
}

func linkOrCopy(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

// java is the command line of a program in the jars. It starts fast rather than runs fast for long, and holds no more
// memory than it is given.
func (s *Server) java(memory, main string, args ...string) []string {
	return append([]string{"java", "-Xmx" + memory, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
		"-cp", filepath.Join(s.Dir, "jars", "*"), main}, args...)
}
