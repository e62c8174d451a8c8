package process

import (
	"testing"
	"testing/fstest"
)

func TestMemoryIsWhatTheContainerMayUseOrTheMachineHas(t *testing.T) {
	const machine = "MemTotal:        8010456 kB\nMemFree:          201904 kB\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  int64 // 0 for an error
	}{
		"a container":              {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "268435456\n", "proc/meminfo": machine}, 256 << 20},
		"a service of systemd":     {map[string]string{"proc/self/cgroup": "0::/system.slice/x\n", "sys/fs/cgroup/system.slice/x/memory.max": "1024\n"}, 1024},
		"no limit":                 {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n", "proc/meminfo": machine}, 8010456 << 10},
		"the older control groups": {map[string]string{"proc/self/cgroup": "4:memory:/x\n0::/x\n", "proc/meminfo": machine}, 8010456 << 10},
		"another system":           {nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{}
			for path, text := range c.files {
				root[path] = &fstest.MapFile{Data: []byte(text)}
			}
			got, err := memory(root)
			if got != c.want || (err != nil) != (c.want == 0) {
				t.Errorf("got %d, %v; want %d", got, err, c.want)
			}
		})
	}
}
