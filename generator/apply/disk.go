package apply

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// rootDisk is the real disk below one folder. os.Root keeps every access inside it, whatever links stand there.
type rootDisk struct{ root *os.Root }

func (d rootDisk) lstat(name string) (fs.FileInfo, error) {
	info, err := d.root.Lstat(filepath.FromSlash(name))
	return info, naming("look at", name, err)
}

func (d rootDisk) readFile(name string) ([]byte, error) {
	data, err := d.root.ReadFile(filepath.FromSlash(name))
	return data, naming("read", name, err)
}

func (d rootDisk) readDir(name string) ([]string, error) {
	dir, err := d.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, naming("list", name, err)
	}
	defer dir.Close() //nolint:errcheck // only read
	names, err := sortedNames(dir)
	return names, naming("list", name, err)
}

func (d rootDisk) mkdir(name string) error {
	return naming("make folder", name, d.root.Mkdir(filepath.FromSlash(name), 0o755))
}

func (d rootDisk) create(name string, data []byte, perm fs.FileMode) error {
	f, err := d.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return naming("write", name, err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return naming("write", name, errors.Join(err, f.Close()))
}

func (d rootDisk) chmod(name string, perm fs.FileMode) error {
	return naming("set the mode of", name, d.root.Chmod(filepath.FromSlash(name), perm))
}

func (d rootDisk) rename(from, to string) error {
	return naming("write", to, patiently(func() error {
		return d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to))
	}))
}

func (d rootDisk) remove(name string) error {
	return naming("remove", name, patiently(func() error {
		return d.root.Remove(filepath.FromSlash(name))
	}))
}

func (d rootDisk) syncDir(name string) error {
	return naming("sync", name, syncFolder(d.root, filepath.FromSlash(name)))
}

// naming says what was being done to which path, in place of the system call's name.
func naming(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: doing, Path: name, Err: cause(err)}
}

// cause strips the system call and its paths from an error of package os.
func cause(err error) error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		return inPath.Err
	case errors.As(err, &inLink):
		return inLink.Err
	}
	return err
}
