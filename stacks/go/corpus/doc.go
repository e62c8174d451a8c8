// Package corpus proves that what developers do to a Go project survives what scale does to it later. Each file under
// testdata/edits is one edit, a git patch under a sentence that says what the developer did and why. Every edit meets
// every operation: either the operation goes through, keeps every line of the developer, brings all of its own and
// leaves a project that builds, or it refuses, writes nothing and names the place. Whether what comes out passes its tests
// is tried on a few projects that have many edits each.
//
// To add an edit, make the project that the function fresh makes, commit it, edit it, and put the output of `git diff -M`
// under a sentence of your own into a new file. One whose sentence speaks of CRLF is turned to CRLF as a whole. Edits of a
// project that was made on PostgreSQL, or that has the pieces already, are in folders of those names.
//
// Below the sentence a line may claim what a change of database comes to, as in "On mysql, internal/product/store.go reads
// differently: LIKE" for each place that scale has to list, or "On mysql, it refuses: " and the next command.
// "With a cache, a test asks about: Search" names a store method of the developer's that the project's own test has to fail
// for until somebody says whether it reads or writes.
package corpus
