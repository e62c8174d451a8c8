// Package corpus proves that what developers do to a Go project survives what scale does to it later. Each file under
// testdata/edits is one edit, a git patch under a sentence that says what the developer did and why. Every edit meets
// every operation: either the operation goes through, keeps every line of the developer, brings all of its own and
// leaves a project that builds and passes its tests, or it refuses, writes nothing and names the place.
//
// To add an edit, make the project that the function fresh makes, commit it, edit it, and put the output of `git diff -M`
// under a sentence of your own into a new file. One whose sentence speaks of CRLF is turned to CRLF as a whole.
package corpus
