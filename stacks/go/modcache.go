package gostack

import (
	"io/fs"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// modCache answers what a module needs, from the files that the go command already has.
type modCache struct{ files fs.FS }

// needsOf gives the versions that a module requires; known is false when that cannot be told without the network.
func (c modCache) needsOf(path, version string) (needs map[string]string, known bool) {
	needs = map[string]string{}
	return needs, c.collect(path, version, needs, map[module.Version]bool{})
}

// collect adds what one module requires. Since Go 1.17 a go.mod lists everything its packages need; for an older one
// the requirements of its requirements count as well.
func (c modCache) collect(path, version string, needs map[string]string, seen map[module.Version]bool) bool {
	this := module.Version{Path: path, Version: version}
	if seen[this] {
		return true
	}
	seen[this] = true
	f := c.read(this)
	if f == nil {
		return false
	}
	known := true
	for _, r := range f.Require {
		needs[r.Mod.Path] = higher(needs[r.Mod.Path], r.Mod.Version)
		if f.Go == nil || semver.Compare("v"+f.Go.Version, "v1.17") < 0 {
			known = c.collect(r.Mod.Path, r.Mod.Version, needs, seen) && known
		}
	}
	return known
}

func (c modCache) read(v module.Version) *modfile.File {
	if c.files == nil {
		return nil
	}
	path, err := module.EscapePath(v.Path)
	if err != nil {
		return nil
	}
	version, err := module.EscapeVersion(v.Version)
	if err != nil {
		return nil
	}
	data, err := fs.ReadFile(c.files, "cache/download/"+path+"/@v/"+version+".mod")
	if err != nil {
		return nil
	}
	f, err := modfile.ParseLax("go.mod", data, nil)
	if err != nil {
		return nil
	}
	return f
}
