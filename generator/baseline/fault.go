package baseline

import (
	"bytes"

	"github.com/scalecli/scale/generator/render"
)

// Fault is a baseline that cannot be believed at one path.
type Fault struct {
	Path   string // the rendered path
	What   string // one sentence without subject and full stop
	Merged bool   // git merged it, and only `scale apply` is called for
}

// Next is the exact command that mends it.
func (f *Fault) Next() string {
	if f.Merged {
		return "scale apply"
	}
	return "git checkout -- " + Dir + " (or `scale apply` right after a git merge)"
}

func (f *Fault) Error() string {
	return "the baseline " + PathOf(f.Path) + " " + f.What + ". Run: " + f.Next()
}

// wrongBytes says why a base file is not the one that SUM lists.
func wrongBytes(p string, f *render.File, listed []line) *Fault {
	lf := hash(bytes.ReplaceAll(f.Data, []byte("\r\n"), []byte("\n")))
	for _, l := range listed {
		if l.sum == lf {
			return &Fault{Path: p, What: "was turned to CRLF (.gitattributes needs the line `.scale/base/** -text`)"}
		}
	}
	return &Fault{Path: p, What: "does not match " + SumFile}
}
