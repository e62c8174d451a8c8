package vcs

import (
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Fallback signs a commit where git does not know its user.
const Fallback = "scale <scale@localhost>"

// author finds who commits, as git would: the environment, then the configuration. Git itself is asked first when it is
// there, since only it follows every include. known is false when the fallback had to be used.
func (r *repo) author(when time.Time) (who object.Signature, known bool) {
	if name, mail, ok := r.askGit(); ok {
		return object.Signature{Name: name, Email: mail, When: when}, true
	}
	name, mail := os.Getenv("GIT_AUTHOR_NAME"), os.Getenv("GIT_AUTHOR_EMAIL")
	if c, err := r.ConfigScoped(config.SystemScope); err == nil {
		name, mail = first(name, c.Author.Name, c.User.Name), first(mail, c.Author.Email, c.User.Email)
	}
	if name != "" && mail != "" {
		return object.Signature{Name: name, Email: mail, When: when}, true
	}
	name, mail, _ = strings.Cut(strings.TrimSuffix(Fallback, ">"), " <")
	return object.Signature{Name: name, Email: mail, When: when}, false
}

func (r *repo) askGit() (name, mail string, ok bool) {
	// Without useConfigOnly git would make up an address from the name of the machine.
	cmd := exec.Command("git", "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
	cmd.Dir = r.root
	out, err := cmd.Output()
	if err != nil {
		return "", "", false
	}
	name, rest, ok := strings.Cut(string(out), " <")
	mail, _, ok2 := strings.Cut(rest, "> ")
	return name, mail, ok && ok2
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
