// Package templates holds the pieces that this scale can put into a project, one folder each.
package templates

import "embed"

// FS is the folder of pieces, as package generator/pack reads it. "all:" takes in names that begin with a dot.
//
//go:embed all:*
var FS embed.FS
