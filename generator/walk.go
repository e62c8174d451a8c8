package generator

import (
	"errors"
	"io/fs"
	"strings"
)

// files lists the project's files that its people write: none in a hidden folder, and none that the stack knows to be
// other people's.
func (s *session) files() ([]string, error) {
	var found []string
	err := fs.WalkDir(s.disk(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // it went meanwhile
			return nil
		case err != nil:
			return err
		case !d.IsDir():
			if d.Type().IsRegular() {
				found = append(found, name)
			}
		case name != "." && (strings.HasPrefix(d.Name(), ".") || s.stack.Foreign(d.Name())):
			return fs.SkipDir
		}
		return nil
	})
	return found, err
}
