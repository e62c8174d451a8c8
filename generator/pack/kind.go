package pack

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// Kind is a kind of parts: what a piece can write into a module again and again, each time under another name. For each
// there are `scale add KIND MODULE.NAME` and `scale remove KIND MODULE.NAME`.
type Kind struct {
	Name    string   `yaml:"-"`       // "job"
	Piece   string   `yaml:"-"`       // that declares it
	Plural  string   `yaml:"plural"`  // "jobs": its key in a module of scale.yaml, and in templates
	Help    string   `yaml:"help"`    // half a sentence
	Example string   `yaml:"example"` // "product.send_receipt"
	Notes   []string `yaml:"notes"`   // templates of what to know after one was added
	Next    []string `yaml:"next"`    // templates of commands to name after one was added
}

// Kinds lists the kinds of parts of all pieces by their plural.
func (s *Set) Kinds() []Kind {
	var all []Kind
	for _, p := range s.pieces {
		all = slices.AppendSeq(all, maps.Values(p.Parts))
	}
	slices.SortFunc(all, func(a, b Kind) int { return cmp.Or(cmp.Compare(a.Plural, b.Plural), cmp.Compare(a.Piece, b.Piece)) })
	return all
}

// Kind returns the kind of parts of that name; false where no piece declares it.
func (s *Set) Kind(name string) (Kind, bool) {
	for _, p := range s.pieces {
		if k, ok := p.Parts[name]; ok {
			return k, true
		}
	}
	return Kind{}, false
}

// nameKinds tells each kind what its key in piece.yaml and its folder say.
func (p *Piece) nameKinds() {
	for name, k := range p.Parts {
		k.Name, k.Piece = name, p.Name
		p.Parts[name] = k
	}
}

var word = regexp.MustCompile(`^[a-z]+$`)

// checkKinds refuses kinds whose names mean something else in a command line or in a module of scale.yaml.
func (s *Set) checkKinds() []error {
	var faults []error
	commands := map[string]string{"module": "a command", "field": "a command", "index": "a command"}
	keys := map[string]string{"fields": "a key of every module", "created": "a key of every module"}
	for name := range s.pieces {
		commands[name] = "a piece"
	}
	for _, k := range s.Kinds() {
		file := k.Piece + "/piece.yaml"
		if !word.MatchString(k.Name) || !word.MatchString(k.Plural) || k.Example == "" {
			faults = append(faults, fmt.Errorf("%s: the kind of parts %q needs a plural and an example, and words of lower-case letters", file, k.Name))
		}
		if taken, is := commands[k.Name]; is {
			faults = append(faults, fmt.Errorf("%s: a kind of parts cannot be called %s, which is %s", file, k.Name, taken))
		}
		if taken, is := keys[k.Plural]; is {
			faults = append(faults, fmt.Errorf("%s: parts cannot be called %s, which is %s", file, k.Plural, taken))
		}
		commands[k.Name], keys[k.Plural] = "a kind of parts of "+k.Piece, "a kind of parts of "+k.Piece
	}
	return faults
}
