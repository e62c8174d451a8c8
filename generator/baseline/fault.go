package baseline

import (
	"bytes"

	"github.com/scalecli/scale/generator/render"
)

// Fault is a baseline that cannot be believed at one path.
type Fault struct {
	File   string // the file in question, relative to the project's root
	What   string // one sentence without subject and full stop
	Merged bool   // git merged it, and only `scale apply` is called for
	Stray  bool   // somebody put it there, and What says all
}

// Next is the exact command that mends it, or "".
func (f *Fault) Next() string {
	switch {
	case f.Stray:
		return ""
	case f.Merged:
		return "scale apply"
	}
	return "git checkout -- " + Dir + " (or `scale apply` right after a git merge)"
}

func (f *Fault) Error() string {
	if f.Stray {
		return f.File + " " + f.What
	}
	return f.File + " " + f.What + ". Run: " + f.Next()
}

// wrongBytes says why a base file is not the one that SUM lists.
func wrongBytes(p string, f *render.File, listed []line) *Fault {
	lf := hash(bytes.ReplaceAll(f.Data, []byte("\r\n"), []byte("\n")))
	for _, l := range listed {
		if l.sum == lf {
			return &Fault{File: PathOf(p), What: "was turned to CRLF (.gitattributes needs the line `.scale/base/** -text`)"}
		}
	}
	return &Fault{File: PathOf(p), What: "does not match " + SumFile}
}
