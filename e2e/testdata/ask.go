// Ask runs statements on the project's database, through the project's own handle, and prints what came of them.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"shop/internal/platform"
	"shop/internal/platform/config"
	"shop/internal/platform/db"
	"shop/internal/thing"
)

// example is what is run on fresh tables.
type example struct {
	Run  []string `json:"run"`
	With any      `json:"with"` // an argument of the last statement
}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	p, err := platform.Open(cfg)
	if err != nil {
		return err
	}
	if err := p.DB.Migrate(ctx, []db.Migrations{thing.Wire(p).Migrations()}); err != nil {
		return err
	}
	var examples []example
	if err := json.NewDecoder(os.Stdin).Decode(&examples); err != nil {
		return err
	}
	for _, e := range examples {
		for _, statement := range fresh {
			if _, err := p.DB.Exec(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		answer, err := e.ask(ctx, p.DB)
		if err != nil {
			answer = "error: " + err.Error()
		}
		if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
			return err
		}
	}
	return nil
}

// fresh makes the tables and rows that each example finds.
var fresh = []string{
	`DROP TABLE IF EXISTS "x"`,
	`DROP TABLE IF EXISTS "t"`,
	`CREATE TABLE "t" ("id" BIGINT NOT NULL PRIMARY KEY, "n" BIGINT, "w" VARCHAR(40))`,
	`INSERT INTO "t" ("id", "n", "w") VALUES (1, 7, 'Tea'), (2, 7, 'tea'), (3, NULL, 'Élan')`,
	`DELETE FROM "things"`,
	`INSERT INTO "things" ("id", "version", "created_at", "updated_at", "name", "price", "live", "stock", "note", "seen") VALUES
		('00000000-0000-7000-8000-000000000001', 1, '2026-01-02 03:04:05', '2026-01-02 03:04:05', 'Tea', '9.10', true, 7, NULL, '2026-01-02 03:04:05'),
		('00000000-0000-7000-8000-000000000002', 1, '2026-01-02 03:04:05', '2026-01-02 03:04:05', 'tea', '10.20', false, 2, 'x', '2026-01-02 03:04:05'),
		('00000000-0000-7000-8000-000000000003', 1, '2026-01-02 03:04:05', '2026-01-02 03:04:05', 'Élan', '3.00', false, 3, 'y', '2026-01-02 03:04:05')`,
}

// ask runs the statements of an example and is what the last one answered.
func (e example) ask(ctx context.Context, handle *db.DB) (string, error) {
	for i, statement := range e.Run {
		var args []any
		if e.With != nil && i == len(e.Run)-1 {
			args = []any{e.With}
		}
		if !strings.HasPrefix(statement, "SELECT") {
			if _, err := handle.Exec(ctx, statement, args...); err != nil {
				return "", err
			}
			continue
		}
		var rows []string
		err := handle.Query(ctx, func(row db.Row) error {
			var value any
			err := row.Scan(&value)
			rows = append(rows, text(value))
			return err
		}, statement, args...)
		if err != nil || i == len(e.Run)-1 {
			return strings.Join(rows, ", "), err
		}
	}
	return "done", nil
}

// text is a value in the same words for each driver.
func text(value any) string {
	switch value := value.(type) {
	case []byte:
		return string(value)
	case bool:
		return map[bool]string{true: "1", false: "0"}[value]
	}
	return fmt.Sprint(value)
}
