package apply

import (
	"errors"
	"io/fs"
)

var errCrash = errors.New("crashed")

// crashing stops working at the given effect, as if the process had been killed there. With tear, a file being created
// then is left with that part of its bytes (0 none, 1 half, 2 all); without, the effect does not happen.
type crashing struct {
	effects
	at    int // 1-based; 0 never crashes
	tear  int // -1 for no torn write
	count int
}

func (c *crashing) dead() bool { return c.at > 0 && c.count >= c.at }

// step counts an effect and reports whether the crash comes before it.
func (c *crashing) step() error {
	c.count++
	if c.dead() {
		return errCrash
	}
	return nil
}

func (c *crashing) lstat(name string) (fs.FileInfo, error) {
	if c.dead() {
		return nil, errCrash
	}
	return c.effects.lstat(name)
}

func (c *crashing) readFile(name string) ([]byte, error) {
	if c.dead() {
		return nil, errCrash
	}
	return c.effects.readFile(name)
}

func (c *crashing) readDir(name string) ([]string, error) {
	if c.dead() {
		return nil, errCrash
	}
	return c.effects.readDir(name)
}

func (c *crashing) mkdir(name string) error {
	if err := c.step(); err != nil {
		return err
	}
	return c.effects.mkdir(name)
}

func (c *crashing) create(name string, data []byte, perm fs.FileMode) error {
	if err := c.step(); err != nil {
		if c.count == c.at && c.tear >= 0 {
			_ = c.effects.create(name, data[:len(data)*c.tear/2], perm)
		}
		return err
	}
	return c.effects.create(name, data, perm)
}

func (c *crashing) chmod(name string, perm fs.FileMode) error {
	if err := c.step(); err != nil {
		return err
	}
	return c.effects.chmod(name, perm)
}

func (c *crashing) rename(from, to string) error {
	if err := c.step(); err != nil {
		return err
	}
	return c.effects.rename(from, to)
}

func (c *crashing) remove(name string) error {
	if err := c.step(); err != nil {
		return err
	}
	return c.effects.remove(name)
}

func (c *crashing) syncDir(name string) error {
	if err := c.step(); err != nil {
		return err
	}
	return c.effects.syncDir(name)
}
