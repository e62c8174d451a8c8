package merge

import "testing"

func TestABlockThatBothSidesOpenHasWhatBothPutThere(t *testing.T) {
	const (
		base   = "jobs:\n  test:\n    runs-on: linux\n    steps:\n      - run: go test\n"
		ours   = "jobs:\n  test:\n    runs-on: linux\n    services:\n      mail:\n        image: mail\n        ports:\n          - 1:1\n    steps:\n      - run: go test\n"
		theirs = "jobs:\n  test:\n    runs-on: linux\n    services:\n      redis:\n        image: redis\n        ports:\n          - 2:2\n    steps:\n      - run: go test\n"
		both   = "jobs:\n  test:\n    runs-on: linux\n    services:\n      mail:\n        image: mail\n        ports:\n          - 1:1\n      redis:\n        image: redis\n        ports:\n          - 2:2\n    steps:\n      - run: go test\n"
		behind = "jobs:\n  test:\n    runs-on: linux\n    services:\n      redis:\n        image: redis\n        ports:\n          - 2:2\n      mail:\n        image: mail\n        ports:\n          - 1:1\n    steps:\n      - run: go test\n"

		plain = "name: shop\n\nservices:\n  shop:\n    build: .\n"
		tools = "name: shop\n\ninclude:\n  - tools.yaml\n\nservices:\n  shop:\n    build: .\n"
		cache = "name: shop\n\ninclude:\n  - cache.yaml\n\nservices:\n  shop:\n    build: .\n"

		one  = "app:\n  restart: always\n  ports:\n    - 8080:8080\n  environment:\n    A: 1\n"
		two  = "app:\n  restart: always\n  ports:\n    - 8080:8080\n    - 6060:6060\n  env_file: .env\n  environment:\n    A: 1\n"
		none = "app:\n  restart: always\n  environment:\n    A: 1\n"
		own  = "app:\n  restart: always\n  ports:\n    - 6060:6060\n  env_file: .env\n  environment:\n    A: 1\n"

		included = "name: shop\n\ninclude:\n  - tools.yaml\n  - cache.yaml\n\nservices:\n  shop:\n    build: .\n"
	)
	for _, c := range []struct{ name, base, ours, theirs, want string }{
		{"both open it", base, ours, theirs, both},
		{"scale takes its part away again", theirs, both, base, ours},
		{"scale takes its part away from above the owner's", theirs, behind, base, ours},
		{"the owner takes it away, and scale adds to it", ours, base, both, theirs},
		{"both include", plain, tools, cache, included},
		{"scale includes no more", cache, included, plain, tools},
		{"the owner's part ends the block, and scale takes its own away", one, two, none, own},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ForPath("compose.yaml")([]byte(c.base), []byte(c.ours), []byte(c.theirs))
			if len(got.Conflicts) > 0 || string(got.Data) != c.want {
				t.Errorf("%s, with %v", got.Data, got.Conflicts)
			}
		})
	}
}

func TestABlockThatCannotBeSharedIsAConflict(t *testing.T) {
	for name, c := range map[string]struct{ base, ours, theirs string }{
		"the same key in both":        {"a: 1\n", "a: 1\nenv:\n  X: 1\n", "a: 1\nenv:\n  X: 2\n"},
		"an entry that goes is used":  {"app:\n  run: x\nvolumes:\n  data:\n", "app:\n  run: x\ncopy:\n  from: data:/live\nvolumes:\n  data:\n  own:\n", "app:\n  run: x\n"},
		"lines behind the block":      {"a: 1\n", "a: 1\nenv:\n  Y: 1\nb: 2\n", "a: 1\nenv:\n  X: 2\nc: 3\n"},
		"a list at the heading's own": {"a: 1\n", "a: 1\nenv:\n- Y\n", "a: 1\nenv:\n- X\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ForPath("compose.yaml")([]byte(c.base), []byte(c.ours), []byte(c.theirs)); len(got.Conflicts) == 0 {
				t.Errorf("no conflict: %s", got.Data)
			}
		})
	}
}
