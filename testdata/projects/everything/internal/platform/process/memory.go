package process

import (
	"io/fs"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// UseMemory trades memory for CPU: the heap grows to five times what is in use before the garbage collector runs, where
// Go's default is two, and the collector works harder as the memory that there is runs short. The variables GOGC and
// GOMEMLIMIT, which Go reads itself, go first. Where nobody says how much memory there is, Go's default stays.
func UseMemory() {
	limit, err := memory(os.DirFS("/"))
	if err != nil {
		return
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit / 10 * 9) // the rest is for what Go does not count
	}
}

// memory is how many bytes the container may use (Linux, cgroup v2), or else how many the machine has.
func memory(root fs.FS) (int64, error) {
	group, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return 0, err
	}
	_, name, _ := strings.Cut(strings.TrimSpace(string(group)), "0::")
	text, err := fs.ReadFile(root, path.Join("sys/fs/cgroup", name, "memory.max"))
	if limit, bad := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && bad == nil {
		return limit, nil // otherwise it says "max"
	}
	text, err = fs.ReadFile(root, "proc/meminfo") // its first line is "MemTotal:  8010456 kB"
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "MemTotal:")
	rest, _, _ = strings.Cut(rest, "kB")
	kilobytes, err := strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
	return kilobytes << 10, err
}
