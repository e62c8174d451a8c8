package baseline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"

	"github.com/scalecli/scale/generator/render"
)

// line is one line of SUM.
type line struct {
	sum   string
	mode  fs.FileMode
	owner render.Owner
	path  string
}

// The spellings in SUM.
var (
	modes  = map[string]fs.FileMode{"644": 0o644, "755": 0o755}
	owners = map[string]render.Owner{"user": render.User, "scale": render.Scale, "append": render.Append}
)

func formatSum(tree render.Tree) []byte {
	var b strings.Builder
	for _, p := range tree.Paths() {
		f := tree[p]
		fmt.Fprintf(&b, "%s %o %s %s\n", hash(f.Data), f.Mode.Perm(), ownerName(f.Owner), p)
	}
	return []byte(b.String())
}

func ownerName(o render.Owner) string {
	for name, owner := range owners {
		if owner == o {
			return name
		}
	}
	return "user"
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// parseSum reads SUM. The lines that git puts around a conflict are skipped only if markers is set; what is between them
// is the same union that the attribute merge=union would have made.
func parseSum(data []byte, markers bool) ([]line, error) {
	var lines []line
	n := 0
	for text := range strings.Lines(string(data)) {
		n++
		text = strings.TrimRight(text, "\r\n")
		if text == "" || markers && isMarker(text) {
			continue
		}
		l, err := parseLine(text)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", SumFile, n, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func isMarker(text string) bool {
	for _, m := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if strings.HasPrefix(text, m) {
			return true
		}
	}
	return false
}

func parseLine(text string) (line, error) {
	parts := strings.SplitN(text, " ", 4)
	if len(parts) != 4 || len(parts[0]) != sha256.Size*2 || parts[3] == "" {
		return line{}, fmt.Errorf("%q is not `<sha256> <mode> <owner> <path>`", text)
	}
	mode, ok := modes[parts[1]]
	if !ok {
		return line{}, fmt.Errorf("unknown mode %q", parts[1])
	}
	owner, ok := owners[parts[2]]
	if !ok {
		return line{}, fmt.Errorf("unknown owner %q", parts[2])
	}
	return line{sum: parts[0], mode: mode, owner: owner, path: parts[3]}, nil
}
