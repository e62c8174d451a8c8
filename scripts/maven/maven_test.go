package maven

import (
	"os"
	"path/filepath"
	"testing"
)

func TestJarsThatAreNotTheListedOnesAreRefused(t *testing.T) {
	const a, b = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.jar\n", "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b.jar\n"
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name+".jar"), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := check(dir, a+b); err != nil {
		t.Error(err)
	}
	for what, sums := range map[string]string{
		"one more than listed":  a,
		"one missing":           a + b + "2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6  c.jar\n",
		"one with another sum":  a + "2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6  b.jar\n",
		"one with another name": a + "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  c.jar\n",
	} {
		if check(dir, sums) == nil {
			t.Error(what + ": no error")
		}
	}
}
