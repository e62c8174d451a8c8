package apply

import (
	"errors"
	"io/fs"
	"path"
)

// effects is every way in which this package touches the disk; a test puts one that crashes in its place. Paths are
// slash-separated and relative to the project's root. Errors name the path and satisfy errors.Is(err, fs.ErrNotExist)
// and so on.
type effects interface {
	lstat(name string) (fs.FileInfo, error)
	readFile(name string) ([]byte, error)
	// readDir returns the names in a folder, sorted.
	readDir(name string) ([]string, error)
	mkdir(name string) error
	// create writes a file that does not exist yet and returns when its bytes are on the disk. The umask applies.
	create(name string, data []byte, perm fs.FileMode) error
	chmod(name string, perm fs.FileMode) error
	// rename replaces what is at to.
	rename(from, to string) error
	// remove takes away a file or an empty folder.
	remove(name string) error
	// syncDir returns when the names in a folder are on the disk.
	syncDir(name string) error
}

// exists reports whether anything stands at name.
func exists(d effects, name string) (bool, error) {
	_, err := d.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// removeIfThere removes a file that may be gone already.
func removeIfThere(d effects, name string) error {
	if err := d.remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// removeAll removes a file or a folder with all that is in it, if it is there. It never follows a link.
func removeAll(d effects, name string) error {
	info, err := d.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		names, err := d.readDir(name)
		if err != nil {
			return err
		}
		for _, n := range names {
			if err := removeAll(d, path.Join(name, n)); err != nil {
				return err
			}
		}
	}
	return removeIfThere(d, name)
}

// removeEmpty removes a folder if it is there and holds nothing, and reports whether it is gone now.
func removeEmpty(d effects, name string) (bool, error) {
	names, err := d.readDir(name)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil || len(names) > 0 {
		return false, err
	}
	return true, removeIfThere(d, name)
}

// makeParents makes the folders above name that are missing.
func makeParents(d effects, name string) error {
	for _, dir := range missing(d, name) {
		if err := d.mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// missing lists the folders above name that do not exist, outermost first.
func missing(d effects, name string) []string {
	var dirs []string
	for _, dir := range parents(name) {
		if there, err := exists(d, dir); err == nil && !there {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// parents lists the folders above a path, outermost first, without the root.
func parents(name string) []string {
	var dirs []string
	for i, c := range name {
		if c == '/' {
			dirs = append(dirs, name[:i])
		}
	}
	return dirs
}
