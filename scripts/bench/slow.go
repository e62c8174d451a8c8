package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

const (
	slowRate = 40 // requests a second; the ten workers of a process do 50 jobs of 200 ms
	slowTurn = 10 // times as long as others, since a p99 needs requests
)

// receipts are the routes that the owner of a project adds for 200 ms of slow work: in the request, and in a job.
const receipts = `package product

import (
	"net/http"

	"github.com/google/uuid"

	"shop/internal/platform/httpx"
	"shop/internal/platform/queue"
)

func (m *Module) handleReceiptInline(w http.ResponseWriter, r *http.Request) error {
	row, err := m.find(r)
	if err != nil {
		return err
	}
	if _, err := m.handleSendReceipt(r.Context(), uuid.Must(uuid.NewV7()), SendReceipt{ProductID: row.ID}); err != nil {
		return err
	}
	return httpx.JSON(w, http.StatusOK, row)
}

func (m *Module) handleReceipt(w http.ResponseWriter, r *http.Request) error {
	row, err := m.find(r)
	if err != nil {
		return err
	}
	job, err := m.store.Enqueue(r.Context(), SendReceipt{ProductID: row.ID})
	if err != nil {
		return err
	}
	return queue.Accepted(w, job)
}
`

// slowEdits are what the owner changes besides, by file: the text and what it becomes.
var slowEdits = map[string][][2]string{
	"product.go": {
		{"type Store interface {\n", "type Store interface {\n\tqueue.Jobs\n"},
		{"\t\"shop/internal/platform/problem\"\n", "\t\"shop/internal/platform/problem\"\n\t\"shop/internal/platform/queue\"\n"},
	},
	"http.go": {{"func (m *Module) Routes(mux httpx.Mux) {\n", "func (m *Module) Routes(mux httpx.Mux) {\n" +
		"\tmux.Handle(\"POST /api/v1/products/{id}/receipts\", httpx.Handler(m.handleReceipt))\n" +
		"\tmux.Handle(\"POST /api/v1/products/{id}/receipts/inline\", httpx.Handler(m.handleReceiptInline))\n"}},
	"send_receipt.go": {
		{"\"log/slog\"", "\"time\""},
		{"\tslog.InfoContext(ctx, \"send receipt\", \"job\", id, \"product\", job.ProductID)\n\treturn nil, nil\n",
			"\tselect {\n\tcase <-time.After(200 * time.Millisecond):\n\t\treturn nil, nil\n\tcase <-ctx.Done():\n\t\treturn nil, ctx.Err()\n\t}\n"},
	},
}

// holdSlow measures how long requests take under a steady load that have 200 ms of slow work, which is done before the answer
// or in a job.
func (b *bench) holdSlow() (table string, err error) {
	address, stop, err := startService("postgres")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, stop()) }()
	program, err := b.slowProject()
	if err != nil {
		return "", err
	}
	app, err := startServer(program, "/readyz", "DATABASE_URL="+address)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, app.stop()) }()
	home, err := created(app.addr)
	if err != nil {
		return "", err
	}
	inline, queued, again := &slow{told: "inline: 200", path: home + "/receipts/inline"}, &slow{told: "queued: 202, and a job", path: home + "/receipts"},
		&slow{told: "queued, once more (A/A)", path: home + "/receipts"}
	turns := []*slow{inline, queued, again}
	for i := range (b.slices + 2) / 3 {
		for j := range turns {
			if err := turns[(i+j)%len(turns)].turn(b, app); err != nil {
				return "", err
			}
		}
	}
	jobs, err := jobsTook(address)
	if err != nil {
		return "", err
	}
	return slowTable(append(turns, jobs)), nil
}

// slowProject makes a project with a job, edits it, and builds the app.
func (b *bench) slowProject() (program string, err error) {
	dir := filepath.Join(b.dir, "slow")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	if err := run(dir, b.scale, "init", "shop", "--no-git", "--database", "postgres"); err != nil {
		return "", err
	}
	shop := filepath.Join(dir, "shop")
	for _, command := range []string{"add queue", "add job product.send_receipt"} {
		if err := run(shop, b.scale, strings.Fields(command)...); err != nil {
			return "", err
		}
	}
	module := filepath.Join(shop, "internal", "product")
	if err := os.WriteFile(filepath.Join(module, "receipts.go"), []byte(receipts), 0o644); err != nil {
		return "", err
	}
	for file, edits := range slowEdits {
		if err := edit(filepath.Join(module, file), edits); err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, "app"), run(shop, "go", "build", "-o", "../app", "./cmd/shop")
}

// edit changes texts of a file, each of which has to be there.
func edit(path string, edits [][2]string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, e := range edits {
		before, after, found := strings.Cut(string(text), e[0])
		if !found {
			return fmt.Errorf("%s has no %q", path, e[0])
		}
		text = []byte(before + e[1] + after)
	}
	return os.WriteFile(path, text, 0o644)
}

// created is the path of a product that is made for it.
func created(addr string) (path string, err error) {
	response, err := http.Post("http://"+addr+products, "application/json", strings.NewReader(`{"name": "Oak lamp", "price": "12.50"}`))
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusCreated {
		return "", fmt.Errorf("POST %s: %s: %s", products, response.Status, body)
	}
	return response.Header.Get("Location"), nil
}

// slow is requests of a kind, and how long they took.
type slow struct {
	told, path string
	took       []float64 // seconds
	cpu        []float64 // microseconds of a request, in each turn
}

// turn sends requests at a steady rate for a while.
func (s *slow) turn(b *bench, app *server) error {
	before := app.cpu()
	c, err := b.send(app.addr, []request{{http.MethodPost, s.path, "{}"}}, "-rate", fmt.Sprint(slowRate), "-for", (slowTurn * b.turn).String())
	if err != nil {
		return fmt.Errorf("%s: %w", s.told, err)
	}
	s.took = append(s.took, c.Took...)
	time.Sleep(500 * time.Millisecond) // the last jobs are a part of the price
	s.cpu = append(s.cpu, (app.cpu()-before).Seconds()*1e6/c.Answers)
	return nil
}

// jobsTook asks the table of jobs how long each took from its request to its end. All must be done.
func jobsTook(address string) (s *slow, err error) {
	s = &slow{told: "the job, from the request to its end"}
	db, err := service.OpenDatabase(address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.Query(`SELECT EXTRACT(EPOCH FROM COALESCE("finished_at" - "created_at", '1 day'))::float8 FROM "queue_jobs"`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var took float64
		if err := rows.Scan(&took); err != nil {
			return nil, err
		}
		s.took = append(s.took, took)
	}
	return s, rows.Err()
}

func slowTable(all []*slow) string {
	var text strings.Builder
	text.WriteString("| 200 ms of slow work | answers | median | p99 | slowest | CPU of a request |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, s := range all {
		at := func(part float64) string { return fmt.Sprintf("%.1f ms", 1000*quantile(s.took, part)) }
		cpu := ""
		if len(s.cpu) > 0 {
			cpu = fmt.Sprintf("%.0f µs", median(s.cpu))
		}
		fmt.Fprintf(&text, "| %s | %d | %s | %s | %s | %s |\n", s.told, len(s.took), at(0.5), at(0.99), at(1), cpu)
	}
	return text.String()
}
