package manifest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Schema is what the packs allow in a manifest. The manifest package itself knows no piece.
type Schema struct {
	Headings []Heading
	Pieces   map[string]PieceSchema // by name; only pieces that can stand in scale.yaml
	Kinds    []Kind                 // of parts that modules can have, sorted by their plural
}

// Kind is a kind of parts.
type Kind struct {
	Name   string // "job"
	Plural string // "jobs": the key in a module that lists them
}

// Heading is a permanent comment line in scale.yaml. Every stage keeps its heading whether it is used or not, so that
// two branches that add different pieces touch no neighbouring lines.
type Heading struct {
	ID   string // what a piece's stage says
	Line string // "# stage 3 · cache"
}

// PieceSchema is what one piece allows.
type PieceSchema struct {
	Stage    string            // the ID of its heading
	Backends []string          // empty when the piece has none to choose
	Options  map[string]Option // by name
	Modules  []string          // options whose value is a list of modules, as ModuleList reads it
}

// Option says which values an option takes.
type Option struct {
	Values   []string // nil for any
	Whole    bool     // a whole number
	Min, Max int      // of a whole number; a Max of 0 is none
}

// Check says why an option cannot have this value, or nil; what names the option.
func (o Option) Check(what, value string) error {
	switch n, err := strconv.Atoi(value); {
	case len(o.Values) > 0 && !slices.Contains(o.Values, value):
		return fmt.Errorf("%q is not a %s; there are %s", value, what, strings.Join(o.Values, ", "))
	case !o.Whole || err == nil && value == strconv.Itoa(n) && n >= o.Min && (n <= o.Max || o.Max == 0):
		return nil
	case o.Max > 0:
		return fmt.Errorf("%s is a whole number from %d to %d, and %q is none", what, o.Min, o.Max, value)
	default:
		return fmt.Errorf("%s is a whole number from %d, and %q is none", what, o.Min, value)
	}
}

// kindOf returns the kind whose parts a key of a module lists.
func (s Schema) kindOf(plural string) (Kind, bool) {
	i := slices.IndexFunc(s.Kinds, func(k Kind) bool { return k.Plural == plural })
	if i < 0 {
		return Kind{}, false
	}
	return s.Kinds[i], true
}

// moduleKeys are the keys that a module can have.
func (s Schema) moduleKeys() []string {
	keys := []string{"fields", "created"}
	for _, k := range s.Kinds {
		keys = append(keys, k.Plural)
	}
	return keys
}

// modulesStage is the heading that holds `modules:`; the first one.
func (s Schema) modulesStage() Heading { return s.Headings[0] }

func (s Schema) keys() []string {
	keys := []string{"version", "name", "stack", "module_path", "modules"}
	for name := range s.Pieces {
		keys = append(keys, name)
	}
	slices.Sort(keys)
	return keys
}

// Nearest returns the candidate with the fewest edits from word, and whether it is near enough to suggest (at most two
// edits, or a third of the word).
func Nearest(word string, candidates []string) (string, bool) {
	best, distance := "", max(2, len(word)/3)+1
	for _, c := range slices.SortedFunc(slices.Values(candidates), cmp.Compare[string]) {
		if d := editDistance(strings.ToLower(word), strings.ToLower(c)); d < distance {
			best, distance = c, d
		}
	}
	return best, best != ""
}

// editDistance is Levenshtein's, in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			next := min(row[j]+1, row[j-1]+1)
			if a[i-1] == b[j-1] {
				next = min(next, diagonal)
			} else {
				next = min(next, diagonal+1)
			}
			diagonal, row[j] = row[j], next
		}
	}
	return row[len(b)]
}
