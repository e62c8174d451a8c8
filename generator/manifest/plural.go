package manifest

import "strings"

// Plural is the form of a module's name in URLs and table names. It knows the regular rules of English and the few
// irregular words that name things people sell, book or store.
func Plural(name string) string {
	head, last := "", name
	if i := strings.LastIndexByte(name, '_'); i >= 0 {
		head, last = name[:i+1], name[i+1:]
	}
	return head + pluralWord(last)
}

var irregular = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "mouse": "mice", "foot": "feet",
	"tooth": "teeth", "goose": "geese", "index": "indexes", "leaf": "leaves", "shelf": "shelves", "knife": "knives",
	"life": "lives", "half": "halves", "datum": "data", "medium": "media", "analysis": "analyses", "crisis": "crises",
	"hero": "heroes", "potato": "potatoes", "tomato": "tomatoes", "quiz": "quizzes",
}

func pluralWord(w string) string {
	if p, ok := irregular[w]; ok {
		return p
	}
	for _, ending := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(w, ending) {
			return w + "es"
		}
	}
	if stem, ok := strings.CutSuffix(w, "y"); ok && stem != "" && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])) {
		return stem + "ies"
	}
	return w + "s"
}
