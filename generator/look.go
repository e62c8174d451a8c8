package generator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/pack"
)

// look finds in texts what one backend reads differently from another, by the rules of a dialects.yaml.
type look struct {
	texts, aside *regexp.Regexp
	rules        []rule
}

type rule struct {
	pattern *regexp.Regexp
	says    string
}

// match is what a rule found, with its lines in the file.
type match struct {
	first, last int
	text, says  string
}

// newLook takes the rules that hold on the way from one backend to another. fill renders a pattern.
func newLook(d pack.Dialects, from, to string, fill func(string) (string, error)) (*look, error) {
	l := &look{texts: regexp.MustCompile("(?is)" + d.Texts), aside: regexp.MustCompile("(?is)" + d.Aside)}
	for _, difference := range d.Differs {
		says, reads := difference.To[to]
		if !reads || len(difference.From) > 0 && !slices.Contains(difference.From, from) {
			continue
		}
		pattern, err := fill(difference.Pattern)
		if err != nil {
			return nil, err
		}
		if pattern == "" {
			continue
		}
		compiled, err := regexp.Compile("(?is)" + pattern)
		if err != nil {
			return nil, fmt.Errorf("reading the packs: %w", err)
		}
		l.rules = append(l.rules, rule{compiled, says})
	}
	return l, nil
}

// among picks the texts that are in the backends' language.
func (l *look) among(all []Text) []Text {
	return slices.DeleteFunc(all, func(t Text) bool { return !l.texts.MatchString(t.Text) })
}

// at applies the rules to one text.
func (l *look) at(t Text) []match {
	text := l.withoutAside(t.Text)
	var found []match
	for _, r := range l.rules {
		for _, at := range r.pattern.FindAllStringIndex(text, -1) {
			first := t.Line + strings.Count(text[:at[0]], "\n")
			m := match{
				first: first, last: first + strings.Count(text[at[0]:at[1]], "\n"),
				text: shown(t.Text[at[0]:at[1]]), says: r.says,
			}
			if !slices.Contains(found, m) {
				found = append(found, m)
			}
		}
	}
	return found
}

// withoutAside blanks what plays no part, and keeps every line and every place.
func (l *look) withoutAside(text string) string {
	blank := []byte(text)
	for _, at := range l.aside.FindAllStringSubmatchIndex(text, -1) {
		from, to := at[0], at[1]
		if len(at) > 2 && at[2] >= 0 {
			from, to = at[2], at[3]
		}
		for i := from; i < to; i++ {
			if blank[i] != '\n' {
				blank[i] = ' '
			}
		}
	}
	return string(blank)
}

// shown is a piece of text on one line, not too long.
func shown(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// isIn reports whether any line of the match is among those.
func (m match) isIn(lines map[int]bool) bool {
	for line := m.first; line <= m.last; line++ {
		if lines[line] {
			return true
		}
	}
	return false
}
