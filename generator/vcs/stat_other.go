//go:build !linux && !darwin

package vcs

import (
	"os"
	"runtime"
)

// statOf leaves everything open: git then looks into the file once and fills it in itself.
func statOf(os.FileInfo) (stat [36]byte) { return stat }

// keepsMode reports whether the file system knows which files are executable.
func keepsMode() bool { return runtime.GOOS != "windows" }
