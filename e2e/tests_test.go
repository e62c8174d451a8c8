package e2e

import "testing"

func TestTheTestsOfAFreshProjectPass(t *testing.T) {
	each(t, backends(), func(t *testing.T, b backend) {
		p := newProject(t, "--database", b.name)
		p.test(b)
	})
}

// test runs the project's own tests as its CI does, with more variables in its environment.
func (p *project) test(b backend, more ...string) {
	p.t.Helper()
	env := append([]string{"CI=true"}, more...)
	if b.service != "" {
		env = append(env, "TEST_DATABASE_URL="+b.empty(p.t))
	}
	p.runWith(env, "go", "vet", "./...")
	p.runWith(env, "go", "test", "./...")
}
