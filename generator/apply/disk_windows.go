package apply

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// recordsModes is false where the disk has no executable bit; a file's mode is then never compared.
const recordsModes = false

// removesOpenFiles is false where a file that a process has open cannot be removed.
const removesOpenFiles = false

// Errors of Windows while another program (an editor, a virus scanner) holds a file open.
const (
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
)

// patiently repeats a rename or a removal that another program hinders, for about two seconds.
func patiently(do func() error) error {
	err := do()
	for wait := 10 * time.Millisecond; err != nil && hindered(err) && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = do()
	}
	return err
}

func hindered(err error) bool {
	return errors.Is(err, sharingViolation) || errors.Is(err, lockViolation) || errors.Is(err, syscall.ERROR_ACCESS_DENIED)
}

// syncFolder does nothing: Windows has no such call, and NTFS journals its names.
func syncFolder(*os.Root, string) error { return nil }
