package apply

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// memory is a disk in memory, quick enough to crash on it a hundred thousand times. A nil entry is a folder.
type memory map[string]*memFile

type memFile struct {
	data []byte
	perm fs.FileMode
}

func newMemory() memory { return memory{".": nil, stateDir: nil} }

func (m memory) clone() memory { return maps.Clone(m) }

func fault(name string, err error) error { return &fs.PathError{Op: "memory", Path: name, Err: err} }

func (m memory) lstat(name string) (fs.FileInfo, error) {
	f, ok := m[name]
	if !ok {
		return nil, fault(name, fs.ErrNotExist)
	}
	if f == nil {
		return memInfo{path.Base(name), fs.ModeDir | 0o755}, nil
	}
	return memInfo{path.Base(name), f.perm}, nil
}

func (m memory) readFile(name string) ([]byte, error) {
	f, ok := m[name]
	if !ok || f == nil {
		return nil, fault(name, fs.ErrNotExist)
	}
	return bytes.Clone(f.data), nil
}

func (m memory) readDir(name string) ([]string, error) {
	if f, ok := m[name]; !ok || f != nil {
		return nil, fault(name, fs.ErrNotExist)
	}
	var names []string
	for p := range m {
		if p != "." && path.Dir(p) == name {
			names = append(names, path.Base(p))
		}
	}
	slices.Sort(names)
	return names, nil
}

func (m memory) mkdir(name string) error { return m.add(name, nil) }

func (m memory) create(name string, data []byte, perm fs.FileMode) error {
	return m.add(name, &memFile{bytes.Clone(data), perm &^ 0o022})
}

func (m memory) add(name string, f *memFile) error {
	if _, taken := m[name]; taken {
		return fault(name, fs.ErrExist)
	}
	if dir, ok := m[path.Dir(name)]; !ok || dir != nil {
		return fault(name, fs.ErrNotExist)
	}
	m[name] = f
	return nil
}

func (m memory) chmod(name string, perm fs.FileMode) error {
	m[name] = &memFile{m[name].data, perm}
	return nil
}

func (m memory) rename(from, to string) error {
	f, ok := m[from]
	if !ok {
		return fault(from, fs.ErrNotExist)
	}
	if was, taken := m[to]; taken && (f == nil || was == nil) {
		return fault(to, fs.ErrExist)
	}
	for _, p := range slices.Collect(maps.Keys(m)) {
		if below, ok := strings.CutPrefix(p, from+"/"); ok {
			m[to+"/"+below] = m[p]
			delete(m, p)
		}
	}
	m[to] = f
	delete(m, from)
	return nil
}

func (m memory) remove(name string) error {
	if _, ok := m[name]; !ok {
		return fault(name, fs.ErrNotExist)
	}
	if names, err := m.readDir(name); err == nil && len(names) > 0 {
		return fault(name, fs.ErrInvalid)
	}
	delete(m, name)
	return nil
}

func (m memory) syncDir(name string) error {
	_, err := m.lstat(name)
	return err
}

type memInfo struct {
	name string
	mode fs.FileMode
}

func (i memInfo) Name() string       { return i.name }
func (i memInfo) Size() int64        { return 0 }
func (i memInfo) Mode() fs.FileMode  { return i.mode }
func (i memInfo) ModTime() time.Time { return time.Time{} }
func (i memInfo) IsDir() bool        { return i.mode.IsDir() }
func (i memInfo) Sys() any           { return nil }
