package gostack

import "strings"

var fileMerges = []fileMerge{
	{
		name: "a field of the user's beside one of scale's, whatever gofmt does to the others",
		base: store, ours: gofmted(edit(store, "	Name      string\n", "	Name      string\n	InternalRemark string // mine\n")), theirs: withSupplier,
		want: gofmted(edit(withSupplier, "	Name            string\n", "	Name            string\n	InternalRemark string // mine\n")),
	},
	{
		name: "a longer name of the user's moves the field that scale adds",
		base: store, ours: gofmted(edit(store, "type Product struct {\n", "type Product struct {\n	ABCDEFGHIJKLMNOP string\n")), theirs: withSKU,
		want: gofmted(edit(withSKU, "type Product struct {\n", "type Product struct {\n	ABCDEFGHIJKLMNOP string\n")),
	},
	{
		name: "the user's own import in the first group",
		base: store, ours: edit(store, "	\"database/sql\"\n", "	\"database/sql\"\n	\"log/slog\"\n", "	var p Product\n", "	slog.Info(\"scan\")\n	var p Product\n"), theirs: withSupplier,
		want: edit(withSupplier, "	\"database/sql\"\n", "	\"database/sql\"\n	\"log/slog\"\n", "	var p Product\n", "	slog.Info(\"scan\")\n	var p Product\n"),
	},
	{
		name:   "the user's import right beside the one that scale adds",
		base:   store,
		ours:   edit(store, "	\"shop/internal/platform/decimal\"\n", "	\"shop/internal/mail\"\n	\"shop/internal/platform/decimal\"\n", "	var p Product\n", "	mail.Send()\n	var p Product\n"),
		theirs: withSupplier,
		want: edit(withSupplier, "	\"shop/internal/platform/date\"\n", "	\"shop/internal/mail\"\n	\"shop/internal/platform/date\"\n",
			"	var p Product\n", "	mail.Send()\n	var p Product\n"),
	},
	{
		name: "imports that goimports joined into fewer groups",
		base: store, ours: edit(store, "	\"github.com/google/uuid\"\n\n", "	\"github.com/google/uuid\"\n"), theirs: withSupplier,
		want: edit(withSupplier, "	\"github.com/google/uuid\"\n\n", "	\"github.com/google/uuid\"\n"),
	},
	{
		name: "imports that the user put in one group",
		base: store, ours: edit(store, "	\"time\"\n\n	\"github.com/google/uuid\"\n\n	\"shop/internal/platform/decimal\"\n",
			"	\"github.com/google/uuid\"\n	\"shop/internal/platform/decimal\"\n	\"time\"\n"), theirs: withSupplier,
		want: edit(withSupplier, "	\"time\"\n\n	\"github.com/google/uuid\"\n\n	\"shop/internal/platform/date\"\n	\"shop/internal/platform/decimal\"\n",
			"	\"github.com/google/uuid\"\n	\"shop/internal/platform/date\"\n	\"shop/internal/platform/decimal\"\n	\"time\"\n"),
	},
	{
		name:   "an import that the user's change made needless and scale's change needs stays",
		base:   store,
		ours:   edit(store, "	CreatedAt time.Time\n", "	CreatedAt Stamp\n", "	\"time\"\n", ""),
		theirs: edit(store, "func scan(row", "func now() time.Time { return time.Now() }\n\nfunc scan(row"),
		want:   edit(store, "	CreatedAt time.Time\n", "	CreatedAt Stamp\n", "func scan(row", "func now() time.Time { return time.Now() }\n\nfunc scan(row"),
	},
	{
		name: "an import that scale's change makes needless stays while the user's code needs it",
		base: withSupplier,
		ours: edit(withSupplier, "	var p Product\n", "	var _ = date.Today()\n	var p Product\n"), theirs: store,
		want: edit(store, "	var p Product\n", "	var _ = date.Today()\n	var p Product\n",
			"	\"shop/internal/platform/decimal\"\n", "	\"shop/internal/platform/date\"\n	\"shop/internal/platform/decimal\"\n"),
	},
	{
		name: "an import that nobody needs any more goes",
		base: withSupplier, ours: edit(withSupplier, "// Product is", "// Product, mine, is"), theirs: store,
		want: edit(store, "// Product is", "// Product, mine, is"),
	},
	{
		name:   "an import that both sides add stands once",
		base:   store,
		ours:   edit(store, "	\"time\"\n", "	\"fmt\"\n	\"time\"\n", "	var p Product\n", "	fmt.Println()\n	var p Product\n"),
		theirs: edit(store, "	\"time\"\n", "	\"fmt\"\n	\"time\"\n", "func scan(row", "func hi() { fmt.Println() }\n\nfunc scan(row"),
		want: gofmted(edit(store, "	\"time\"\n", "	\"fmt\"\n	\"time\"\n", "	var p Product\n", "	fmt.Println()\n	var p Product\n",
			"func scan(row", "func hi() { fmt.Println() }\n\nfunc scan(row")),
	},
	{
		name: "a package that the user imports under another name",
		base: store, ours: strings.ReplaceAll(edit(store, "	\"github.com/google/uuid\"\n", "	guuid \"github.com/google/uuid\"\n"), "uuid.UUID", "guuid.UUID"), theirs: withSKU,
		want: strings.ReplaceAll(edit(withSKU, "	\"github.com/google/uuid\"\n", "	guuid \"github.com/google/uuid\"\n"), "uuid.UUID", "guuid.UUID"),
	},
	{
		name: "another package that the user put in the place of scale's",
		base: store, ours: edit(store, "\"github.com/google/uuid\"", "\"github.com/gofrs/uuid\""), theirs: withSupplier,
		want: edit(withSupplier, "\"github.com/google/uuid\"", "\"github.com/gofrs/uuid\""),
	},
	{
		name:   "two packages of one name are a conflict",
		base:   store,
		ours:   edit(store, "	\"database/sql\"\n", "	\"crypto/rand\"\n	\"database/sql\"\n", "	var p Product\n", "	rand.Read(nil)\n	var p Product\n"),
		theirs: edit(store, "	\"time\"\n", "	\"math/rand\"\n	\"time\"\n", "func scan(row", "func dice() int { return rand.Int() }\n\nfunc scan(row"),
		why:    "the name rand would mean both",
	},
	{
		name: "blank and dot imports of the user's stay",
		base: store, ours: edit(store, "	\"time\"\n", "	_ \"embed\"\n	. \"fmt\"\n	\"time\"\n"), theirs: withSupplier,
		want: edit(withSupplier, "	\"time\"\n", "	_ \"embed\"\n	. \"fmt\"\n	\"time\"\n"),
	},
	{
		name: "a comment of the user's at an import stays",
		base: store, ours: edit(store, "	\"database/sql\"\n", "	// mine: plain sql\n	\"database/sql\" // really\n"), theirs: withSupplier,
		want: edit(withSupplier, "	\"database/sql\"\n", "	// mine: plain sql\n	\"database/sql\" // really\n"),
	},
	{
		name: "an import that would go with a comment of the user's is a conflict",
		base: withSupplier, ours: edit(withSupplier, "	\"shop/internal/platform/date\"\n", "	\"shop/internal/platform/date\" // mine\n"), theirs: store,
		why: "you wrote at it",
	},
	{
		name: "several import declarations are merged by lines",
		base: store, ours: edit(store, "import (\n", "import \"log\"\n\nimport (\n", "	var p Product\n", "	log.Print()\n	var p Product\n"), theirs: withSupplier,
		want: edit(withSupplier, "import (\n", "import \"log\"\n\nimport (\n", "	var p Product\n", "	log.Print()\n	var p Product\n"),
	},
	{
		name: "cgo is merged by lines",
		base: store, ours: edit(store, "import (\n", "// #include <stdlib.h>\nimport \"C\"\n\nimport (\n"), theirs: withSupplier,
		want: edit(withSupplier, "import (\n", "// #include <stdlib.h>\nimport \"C\"\n\nimport (\n"),
	},
	{
		name: "a file without imports gets its first",
		base: "package a\n\nvar X = 1\n\nvar Y = 2\n\nvar Z = 3\n",
		ours: "package a\n\nvar X = 10\n\nvar Y = 2\n\nvar Z = 3\n", theirs: "package a\n\nimport \"time\"\n\nvar X = 1\n\nvar Y = 2\n\nvar Z = time.Now()\n",
		want: "package a\n\nimport \"time\"\n\nvar X = 10\n\nvar Y = 2\n\nvar Z = time.Now()\n",
	},
	{
		name: "a file loses its last import",
		base: "package a\n\nimport \"time\"\n\nvar X = 1\n\nvar Y = 2\n\nvar Z = time.Now()\n",
		ours: "package a\n\nimport \"time\"\n\nvar X = 10\n\nvar Y = 2\n\nvar Z = time.Now()\n", theirs: "package a\n\nvar X = 1\n\nvar Y = 2\n\nvar Z = 3\n",
		want: "package a\n\nvar X = 10\n\nvar Y = 2\n\nvar Z = 3\n",
	},
	{
		name: "a single import without brackets becomes a block",
		base: "package a\n\nvar X = 1\n\nvar Y = 2\n\nvar Z = 3\n",
		ours: "package a\n\nimport \"os\" // mine\n\nvar X = os.Args\n\nvar Y = 2\n\nvar Z = 3\n", theirs: "package a\n\nimport \"time\"\n\nvar X = 1\n\nvar Y = 2\n\nvar Z = time.Now()\n",
		want: "package a\n\nimport (\n	\"os\" // mine\n	\"time\"\n)\n\nvar X = os.Args\n\nvar Y = 2\n\nvar Z = time.Now()\n",
	},
	{
		name: "a checkout in CRLF stays in CRLF",
		base: store, ours: crlf(edit(store, "// Product is", "// Product, mine, is")), theirs: withSupplier,
		want: crlf(edit(withSupplier, "// Product is", "// Product, mine, is")),
	},
	{
		name: "a file without a final newline stays without",
		base: store, ours: strings.TrimSuffix(edit(store, "// Product is", "// Product, mine, is"), "\n"), theirs: withSKU,
		want: strings.TrimSuffix(edit(withSKU, "// Product is", "// Product, mine, is"), "\n"),
	},
	{
		name: "a file that gofmt would change is merged by lines and not formatted",
		base: store, ours: edit(store, "	var p Product\n", "	var   p Product   // not formatted\n"), theirs: withSKU,
		want: edit(withSKU, "	var p Product\n", "	var   p Product   // not formatted\n"),
	},
	{
		name: "a new store method of the user's, right after scale's last",
		base: store, ours: edit(store, "	Get(ctx context.Context, id uuid.UUID) (Product, error)\n", "	Get(ctx context.Context, id uuid.UUID) (Product, error)\n	Cheapest(ctx context.Context) (Product, error)\n"), theirs: withSKU,
		want: edit(withSKU, "	Get(ctx context.Context, id uuid.UUID) (Product, error)\n", "	Get(ctx context.Context, id uuid.UUID) (Product, error)\n	Cheapest(ctx context.Context) (Product, error)\n"),
	},
	{
		name: "a renamed function of scale's",
		base: store, ours: strings.ReplaceAll(store, "scan(", "scanProduct("), theirs: withSKU,
		want: strings.ReplaceAll(withSKU, "scan(", "scanProduct("),
	},
	{
		name: "a struct that the user moved while scale adds to it is a conflict",
		base: store, ours: moved(store), theirs: withSKU,
		why: "both sides changed these lines",
	},
	{
		name: "a scan that another formatter put on one line is a conflict",
		base: store, ours: edit(store, "row.Scan(\n		&p.ID,\n		&p.Name,\n		&p.Price,\n		&p.CreatedAt,\n	)", "row.Scan(&p.ID, &p.Name, &p.Price, &p.CreatedAt)"), theirs: withSKU,
		why: "both sides changed these lines",
	},
	{
		name: "a call that another formatter wrapped elsewhere",
		base: store, ours: edit(store, "	return scan(s.db.QueryRowContext(ctx, ", "	return scan(s.db.QueryRowContext(\n		ctx, "), theirs: withSKU,
		want: edit(withSKU, "	return scan(s.db.QueryRowContext(ctx, ", "	return scan(s.db.QueryRowContext(\n		ctx, "),
	},
	{
		name: "the same field added by hand at another place is a conflict",
		base: store, ours: edit(store, "type Product struct {\n", "type Product struct {\n	SKU       *string\n"), theirs: withSKU,
		why: "field SKU would stand here twice",
	},
	{
		name: "the same function added on both sides is a conflict",
		base: store, ours: store + "\nfunc help() {}\n", theirs: edit(store, "// Store keeps", "func help() {}\n\n// Store keeps"),
		why: "function help would stand here twice",
	},
	{
		name:   "the same case on both sides is a conflict",
		base:   "package a\n\nfunc f(s string) int {\n	switch s {\n	case \"a\":\n		return 1\n	case \"b\":\n		return 2\n	}\n	return 0\n}\n",
		ours:   "package a\n\nfunc f(s string) int {\n	switch s {\n	case \"c\":\n		return 3\n	case \"a\":\n		return 1\n	case \"b\":\n		return 2\n	}\n	return 0\n}\n",
		theirs: "package a\n\nfunc f(s string) int {\n	switch s {\n	case \"a\":\n		return 1\n	case \"b\":\n		return 2\n	case \"c\":\n		return 4\n	}\n	return 0\n}\n",
		why:    "case \"c\" would stand here twice",
	},
	{
		name:   "the same key on both sides is a conflict",
		base:   "package a\n\nvar m = map[string]int{\n	\"a\": 1,\n	\"b\": 2,\n	\"d\": 2,\n}\n",
		ours:   "package a\n\nvar m = map[string]int{\n	\"c\": 1,\n	\"a\": 1,\n	\"b\": 2,\n	\"d\": 2,\n}\n",
		theirs: "package a\n\nvar m = map[string]int{\n	\"a\": 1,\n	\"b\": 2,\n	\"d\": 2,\n	\"c\": 3,\n}\n",
		why:    "key \"c\" would stand here twice",
	},
	{
		name:   "braces that no longer close are a conflict",
		base:   "package a\n\nfunc f() {\n	a()\n	b()\n	c()\n}\n",
		ours:   "package a\n\nfunc f() {\n	if x {\n		a()\n	}\n	b()\n	c()\n}\n",
		theirs: "package a\n\nfunc f() {\n	a()\n	b()\n	c()\n	d()\n}\n",
		want:   "package a\n\nfunc f() {\n	if x {\n		a()\n	}\n	b()\n	c()\n	d()\n}\n",
	},
	{
		name: "a file that was not Go before is still merged by lines",
		base: store, ours: edit(store, "	var p Product\n", "	var p Product {{{\n"), theirs: withSKU,
		want: edit(withSKU, "	var p Product\n", "	var p Product {{{\n"),
	},
	{
		name: "raw strings and comments keep their blanks",
		base: store, ours: edit(store, "	\"name\",\n", "	\"name\",   -- my   blanks\n", "// Product is", "//   Product     is"), theirs: withSupplier,
		want: edit(withSupplier, "	\"name\",\n", "	\"name\",   -- my   blanks\n", "// Product is", "//   Product     is"),
	},
}
