package apply

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/scalecli/scale/generator/render"
)

// Root is a project's folder. No method follows a symbolic link below it.
type Root struct {
	dir  string
	root *os.Root
	disk effects
}

// Open opens an existing folder. The folder itself may be reached through links.
func Open(dir string) (*Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, cause(err))
	}
	return &Root{dir: dir, root: root, disk: rootDisk{root}}, nil
}

// Close releases the folder.
func (r *Root) Close() error { return r.root.Close() }

// FS reads the folder as it is now. It follows links that stay inside; use it for what the user's code holds, and Read
// for deciding what may be written.
func (r *Root) FS() fs.FS { return r.root.FS() }

// Found is what stands at a path: nothing (both fields zero), a regular file, or something else. It converts to
// plan.OnDisk.
type Found struct {
	File *render.File // Mode is 0o644 or 0o755, and always 0o644 where the disk has no executable bit
	Kind string       // "" for a file or nothing, else "symlink", "folder", "path through a symlink", …
}

// Read says what stands at a slash-separated path, without following a link anywhere on the way. It is an error only
// when the disk does not answer.
func (r *Root) Read(name string) (Found, error) {
	f, _, err := look(r.disk, name)
	return f, err
}

// List returns the paths of everything below a folder that is not a folder itself, sorted. A folder that does not exist
// holds nothing, and a link is listed, not followed.
func (r *Root) List(dir string) ([]string, error) {
	names, err := r.disk.readDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []string
	for _, n := range names {
		below, err := r.list(path.Join(dir, n))
		if err != nil {
			return nil, err
		}
		all = append(all, below...)
	}
	slices.Sort(all)
	return all, nil
}

func (r *Root) list(name string) ([]string, error) {
	info, err := r.disk.lstat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return r.List(name)
	}
	return []string{name}, nil
}

// look is Read with the file's permission bits.
func look(d effects, name string) (Found, fs.FileMode, error) {
	for _, dir := range parents(name) {
		kind, err := kindAt(d, dir)
		switch {
		case err != nil:
			return Found{}, 0, err
		case kind == "":
			return Found{}, 0, nil
		case kind != "folder":
			return Found{Kind: "path through a " + kind}, 0, nil
		}
	}
	kind, err := kindAt(d, name)
	if err != nil || kind != "file" {
		return Found{Kind: kind}, 0, err
	}
	return readRegular(d, name)
}

func readRegular(d effects, name string) (Found, fs.FileMode, error) {
	info, err := d.lstat(name)
	if err != nil {
		return Found{}, 0, err
	}
	data, err := d.readFile(name)
	if err != nil {
		return Found{}, 0, err
	}
	perm := info.Mode().Perm()
	return Found{File: &render.File{Data: data, Mode: modeOf(executable(perm))}}, perm, nil
}

// kindAt names what stands at a path whose parents are known to be folders: "" for nothing.
func kindAt(d effects, name string) (string, error) {
	info, err := d.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return kindOf(info.Mode()), nil
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "file"
	case mode.IsDir():
		return "folder"
	case mode&fs.ModeSymlink != 0:
		return "symlink"
	case mode&fs.ModeNamedPipe != 0:
		return "pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "special file" // a Windows reparse point, for one
}

func executable(perm fs.FileMode) bool { return recordsModes && perm&0o111 != 0 }

func modeOf(executable bool) fs.FileMode {
	if executable {
		return 0o755
	}
	return 0o644
}

func sortedNames(dir *os.File) ([]string, error) {
	names, err := dir.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}
