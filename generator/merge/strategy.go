package merge

import "path"

// ForPath picks the strategy for a file by its slash-separated path. A file that is not text needs none of its own: every
// strategy sees it by its content. Languages bring their own strategies for their own files.
func ForPath(name string) Func {
	if path.Base(name) == ".env.example" {
		return Env
	}
	switch path.Ext(name) {
	case ".md": // lists and tables, where lines of both stand side by side
		return Beside
	case ".yaml", ".yml":
		return Checked(Blocks, CheckYAML)
	case ".json":
		return Checked(Lines, CheckJSON)
	case ".toml":
		return Checked(Lines, CheckTOML)
	case ".xml":
		return Checked(Lines, CheckXML)
	}
	return Lines
}
