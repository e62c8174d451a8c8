package cmd

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// unified prints what a plan changes on the disk as a diff that `git apply` takes.
func unified(p *plan.Plan) string {
	var b strings.Builder
	for _, e := range p.Writes() {
		b.WriteString(unifiedFile(e.Path, e.Old.File, e.New))
	}
	return b.String()
}

func unifiedFile(path string, old, next *render.File) string {
	var b strings.Builder
	fmt.Fprintf(&b, "diff --git a/%s b/%s\n", path, path)
	switch {
	case old == nil:
		fmt.Fprintf(&b, "new file mode %s\n", gitMode(next))
	case next == nil:
		fmt.Fprintf(&b, "deleted file mode %s\n", gitMode(old))
	case gitMode(old) != gitMode(next):
		fmt.Fprintf(&b, "old mode %s\nnew mode %s\n", gitMode(old), gitMode(next))
	}
	from, to := bytesOf(old), bytesOf(next)
	if bytes.IndexByte(from, 0) >= 0 || bytes.IndexByte(to, 0) >= 0 {
		fmt.Fprintf(&b, "Binary files a/%s and b/%s differ\n", path, path)
		return b.String()
	}
	text := diff.Diff(side("a/"+path, old), from, side("b/"+path, next), to)
	// The library's first line is a heading in a form of its own.
	if _, hunks, ok := bytes.Cut(text, []byte("\n")); ok {
		b.Write(hunks)
	}
	return b.String()
}

func side(name string, f *render.File) string {
	if f == nil {
		return "/dev/null"
	}
	return name
}

func gitMode(f *render.File) string {
	if f.Mode&0o100 != 0 {
		return "100755"
	}
	return "100644"
}

func bytesOf(f *render.File) []byte {
	if f == nil {
		return nil
	}
	return f.Data
}
