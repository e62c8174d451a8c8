// Package corpus proves that what developers do to a Go project survives what scale does to it later. Each file under
// testdata/edits is one edit, a git patch under a sentence that says what the developer did and why. Every edit meets
// every operation: either the operation goes through, keeps every line of the developer, brings all of its own and
// leaves a project that builds and passes its tests, or it refuses, writes nothing and names the place.
package corpus
