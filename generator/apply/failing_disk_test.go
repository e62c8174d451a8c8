package apply

import (
	"errors"
	"io/fs"
	"path"
	"syscall"
)

// full is a disk that has no room from the given write on: no file and no folder can be created. All else works.
type full struct {
	effects
	at, count int
}

func (f *full) room(name string) error {
	f.count++
	if f.count >= f.at {
		return &fs.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
	}
	return nil
}

func (f *full) mkdir(name string) error {
	if err := f.room(name); err != nil {
		return err
	}
	return f.effects.mkdir(name)
}

func (f *full) create(name string, data []byte, perm fs.FileMode) error {
	if err := f.room(name); err != nil {
		return errors.Join(err, f.effects.create(name, data[:len(data)/2], perm))
	}
	return f.effects.create(name, data, perm)
}

var errOnce = errors.New("failed once")

// once fails a single effect and then works again.
type once struct {
	effects
	at, count int
}

func (o *once) step() error {
	o.count++
	if o.count == o.at {
		return errOnce
	}
	return nil
}

func (o *once) mkdir(name string) error {
	return either(o.step(), func() error { return o.effects.mkdir(name) })
}

func (o *once) create(name string, data []byte, perm fs.FileMode) error {
	return either(o.step(), func() error { return o.effects.create(name, data, perm) })
}

func (o *once) chmod(name string, perm fs.FileMode) error {
	return either(o.step(), func() error { return o.effects.chmod(name, perm) })
}

func (o *once) rename(from, to string) error {
	return either(o.step(), func() error { return o.effects.rename(from, to) })
}

func (o *once) remove(name string) error {
	return either(o.step(), func() error { return o.effects.remove(name) })
}

func (o *once) syncDir(name string) error {
	return either(o.step(), func() error { return o.effects.syncDir(name) })
}

func either(err error, do func() error) error {
	if err != nil {
		return err
	}
	return do()
}

// locked is a disk with one folder that nothing may be written in.
type locked struct {
	effects
	folder string
}

func (l locked) may(name string) error {
	if path.Dir(name) == l.folder {
		return &fs.PathError{Op: "write", Path: name, Err: syscall.EACCES}
	}
	return nil
}

func (l locked) mkdir(name string) error {
	return either(l.may(name), func() error { return l.effects.mkdir(name) })
}

func (l locked) create(name string, data []byte, perm fs.FileMode) error {
	return either(l.may(name), func() error { return l.effects.create(name, data, perm) })
}

func (l locked) rename(from, to string) error {
	return either(errors.Join(l.may(from), l.may(to)), func() error { return l.effects.rename(from, to) })
}

func (l locked) remove(name string) error {
	return either(l.may(name), func() error { return l.effects.remove(name) })
}
