package merge

import "path"

// ForPath picks the strategy for a kind of file by its name. Languages bring their own for their own files.
func ForPath(name string) Func {
	if f, ok := checks[path.Ext(name)]; ok {
		return Checked(Lines, f)
	}
	if path.Base(name) == ".env.example" {
		return Env
	}
	return Lines
}
