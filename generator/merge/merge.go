// Package merge joins what the user did to a file with what scale does to it: (base, ours, theirs) → merged bytes, or
// the places where they disagree. Base is what scale wrote last, ours what is on disk, theirs what scale would write
// now. One strategy per kind of file; nothing here reads or writes a disk.
package merge

// Func is a merge strategy for one kind of file. It never fails: what it cannot join is a conflict in the result.
type Func func(base, ours, theirs []byte) Result

// Result is the outcome of one merge.
type Result struct {
	// Data is the merged file. With conflicts it is ours with the clean parts of theirs and, at each conflict, the usual
	// markers (<<<<<<< yours, ||||||| before, =======, >>>>>>> scale).
	Data []byte
	// Conflicts lists the places that need a person; empty means that Data is the merge.
	Conflicts []Conflict
	// Notes are sentences for the report (a requirement kept because a file of the user imports it, say).
	Notes []string
}

// Conflict is one place where both sides changed the same thing.
type Conflict struct {
	Line               int    // 1-based line in ours; 0 when the whole file is meant
	Base, Ours, Theirs string // the three texts; empty where there is none
	Why                string // one sentence without a full stop, e.g. "both sides changed these lines"
}

// Clean reports whether the merge needs nobody.
func (r Result) Clean() bool { return len(r.Conflicts) == 0 }
