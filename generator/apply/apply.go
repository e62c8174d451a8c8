// Package apply brings a plan to disk: all of it or none of it, through a journal that survives a kill at any point.
package apply
