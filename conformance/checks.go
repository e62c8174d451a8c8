package conformance

import "slices"

// Checks are all there are, group by group.
func Checks() []Check {
	return slices.Concat(
		routes(),
		paging(),
		lists(),
		bodies(),
		fields(),
		wire(),
		patches(),
		conditional(),
		probes(),
		requestIDs(),
		origins(),
		clients(),
		endings(),
		problems(),
		descriptions(),
	)
}
