package service

import (
	"context"
	"os"
)

// tools are kinds that are brought and not started: a load balancer runs with the configuration of a project.
func tools() []Kind {
	sbin := []string{"/usr/sbin"} // where Debian puts them, and where PATH of a user who is not root does not lead
	return []Kind{
		{Name: "caddy", Packages: []string{"caddy"}, Programs: []string{"caddy"}},
		{Name: "haproxy", Packages: []string{"haproxy"}, Folders: sbin, Programs: []string{"haproxy"}},
		{Name: "nginx", Packages: []string{"nginx"}, Folders: sbin, Programs: []string{"nginx"}},
	}
}

// Tool installs a program of that name where it is missing, and gives its path; "" where the name is not one of a tool.
func Tool(ctx context.Context, name string) (string, error) {
	for _, k := range tools() {
		if k.Name != name {
			continue
		}
		if err := install(ctx, k, os.Geteuid() == 0); err != nil {
			return "", err
		}
		return k.program(k.Programs[0])
	}
	return "", nil
}

// Tools are the names of all there are.
func Tools() []string {
	var names []string
	for _, k := range tools() {
		names = append(names, k.Name)
	}
	return names
}
