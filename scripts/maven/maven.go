// Package maven brings programs for tests from Maven Central, as jars of exact versions whose check sums are known.
//
// A program is a pom.xml that names it, and the output of sha256sum for its jars and those they need. To raise a version,
// change it in the pom.xml and make the sums anew:
//
//	mvn -f pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/tmp/jars
//	(cd /tmp/jars && LC_ALL=C sha256sum *.jar)
package maven

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/scalecli/scale/scripts/tools"
)

// copying is the version of the plugin that this was tried with.
const copying = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies"

// Jars gives the folder with the jars of a program. It lies in the user's cache and is made once for each pom.xml and
// list of sums. Jars that have other sums, are missing or not listed are an error.
func Jars(ctx context.Context, name, pom, sums string) (folder string, err error) {
	return tools.Folder(name, pom+sums, func(dir string) error {
		if err := fetch(ctx, dir, pom); err != nil {
			return err
		}
		return check(dir, sums)
	})
}

func fetch(ctx context.Context, dir, pom string) error {
	file := filepath.Join(dir, "pom.xml")
	if err := os.WriteFile(file, []byte(pom), 0o600); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "mvn", "--quiet", "--batch-mode", "--file", file, copying,
		"-DincludeScope=runtime", "-DoutputDirectory="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("mvn: %w\n%s", err, out)
	}
	return nil
}

// check compares the jars with their sums, both sorted by name.
func check(dir, sums string) error {
	jars, err := filepath.Glob(filepath.Join(dir, "*.jar"))
	if err != nil {
		return err
	}
	var found strings.Builder
	for _, path := range jars {
		jar, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(&found, "%x  %s\n", sha256.Sum256(jar), filepath.Base(path))
	}
	if found.String() != sums {
		return fmt.Errorf("other jars than expected: got\n%swant\n%s", found.String(), sums)
	}
	return nil
}
