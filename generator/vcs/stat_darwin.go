package vcs

import (
	"encoding/binary"
	"os"
	"syscall"
)

// statOf gives what git keeps of a file to see later, without reading it, that it did not change.
func statOf(info os.FileInfo) (stat [36]byte) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return stat
	}
	fields := []uint32{
		uint32(s.Ctimespec.Sec), uint32(s.Ctimespec.Nsec), uint32(s.Mtimespec.Sec), uint32(s.Mtimespec.Nsec),
		uint32(s.Dev), uint32(s.Ino), s.Uid, s.Gid, uint32(s.Size),
	}
	for i, v := range fields {
		binary.BigEndian.PutUint32(stat[4*i:], v)
	}
	return stat
}

// keepsMode reports whether the file system knows which files are executable.
func keepsMode() bool { return true }
