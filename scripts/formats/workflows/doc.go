// Package workflows holds the workflows of generated projects against actionlint, which knows what GitHub takes.
//
// It is a module of its own. actionlint asks for a later go-runewidth than scale ships with, and for an earlier yaml/v4
// than compose-go does, with which it does not build.
package workflows
