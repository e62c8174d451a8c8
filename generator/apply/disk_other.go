//go:build !windows

package apply

import (
	"errors"
	"os"
	"syscall"
)

// recordsModes is true where the disk has an executable bit.
const recordsModes = true

// removesOpenFiles is true where a file that a process has open can be removed.
const removesOpenFiles = true

// patiently calls do once: here an open file hinders neither a rename nor a removal.
func patiently(do func() error) error { return do() }

func syncFolder(root *os.Root, name string) error {
	dir, err := root.Open(name)
	if err != nil {
		return err
	}
	err = dir.Sync()
	// Some file systems have no sync for folders; there is nothing better to do on them.
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, dir.Close())
}
