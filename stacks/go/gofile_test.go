package gostack

import (
	"strings"
	"testing"
)

// store is a module's file as scale writes it.
const store = `package product

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"shop/internal/platform/decimal"
)

// Product is one thing on sale.
type Product struct {
	ID        uuid.UUID
	Name      string
	Price     decimal.Decimal
	CreatedAt time.Time
}

const columns = ` + "`" + `
	"id",
	"name",
	"price",
	"created_at"` + "`" + `

// Store keeps products.
type Store interface {
	Get(ctx context.Context, id uuid.UUID) (Product, error)
}

type sqlStore struct{ db *sql.DB }

func (s sqlStore) Get(ctx context.Context, id uuid.UUID) (Product, error) {
	return scan(s.db.QueryRowContext(ctx, "SELECT "+columns+" FROM products WHERE id = $1", id))
}

func scan(row *sql.Row) (Product, error) {
	var p Product
	err := row.Scan(
		&p.ID,
		&p.Name,
		&p.Price,
		&p.CreatedAt,
	)
	return p, err
}
`

// withSKU is the same file after `scale add field`.
var withSKU = edit(store,
	"	Price     decimal.Decimal\n", "	Price     decimal.Decimal\n	SKU       *string\n",
	"	\"price\",\n", "	\"price\",\n	\"sku\",\n",
	"		&p.Price,\n", "		&p.Price,\n		&p.SKU,\n")

// withSupplier brings a longer name, so that gofmt moves every field of the struct, and an import.
var withSupplier = string(formatted([]byte(edit(store,
	"	Price     decimal.Decimal\n", "	Price     decimal.Decimal\n	SupplierContact date.Date\n",
	"		&p.Price,\n", "		&p.Price,\n		&p.SupplierContact,\n",
	"	\"shop/internal/platform/decimal\"\n", "	\"shop/internal/platform/date\"\n	\"shop/internal/platform/decimal\"\n"))))

// edit replaces pairs of texts; each old one must be there.
func edit(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			panic("no " + pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func crlf(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

func gofmted(text string) string { return string(formatted([]byte(text))) }

// fileMerge is one developer's edit beside one change of scale's.
type fileMerge struct {
	name               string
	base, ours, theirs string
	want               string
	why                string // a part of the reason when it has to be a conflict
}

// moved puts the struct at the end of the file.
func moved(text string) string {
	from := strings.Index(text, "// Product is")
	to := strings.Index(text, "const columns")
	return text[:from] + text[to:] + "\n" + strings.TrimSuffix(text[from:to], "\n")
}

func TestEditsOfGoFilesMerge(t *testing.T) {
	for _, c := range fileMerges {
		t.Run(c.name, func(t *testing.T) {
			r := MergeFile([]byte(c.base), []byte(c.ours), []byte(c.theirs))
			if c.why != "" {
				if r.Clean() {
					t.Fatalf("clean:\n%s", r.Data)
				}
				if !strings.Contains(r.Conflicts[0].Why, c.why) {
					t.Errorf("why: %q, want %q in it", r.Conflicts[0].Why, c.why)
				}
				return
			}
			if !r.Clean() {
				t.Fatalf("conflicts: %+v", r.Conflicts)
			}
			if string(r.Data) != c.want {
				t.Errorf("got\n%s\nwant\n%s", r.Data, c.want)
			}
		})
	}
}

func TestAnUntouchedSideChangesNothing(t *testing.T) {
	for _, c := range fileMerges {
		for _, pair := range [][2]string{{c.base, c.ours}, {c.base, c.theirs}, {c.ours, c.theirs}} {
			b, x := []byte(pair[0]), []byte(pair[1])
			for what, got := range map[string]string{
				"only we changed it":   string(MergeFile(b, x, b).Data),
				"only they changed it": string(MergeFile(b, b, x).Data),
				"both did the same":    string(MergeFile(b, x, x).Data),
			} {
				if got != pair[1] {
					t.Errorf("%s: %s: got\n%s", c.name, what, got)
				}
			}
		}
	}
}
