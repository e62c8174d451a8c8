package conformance

import "slices"

// Checks are all there are, group by group. Those of a piece are run in projects that have it.
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
		caches(),
		callers(),
		tokens(),
		rates(),
		callerRates(),
		jobs(),
		endings(),
		problems(),
		descriptions(),
	)
}
