package e2e

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

const awkwardRows = 1000

// awkward are texts that a tool between two databases may take for something else.
var awkward = []string{
	"NULL", `\N`, "null", " ", "O'Neil", `say "hi"`, `back\slash\`, `\'`, `\"`, `\\`, `\.`, "''", `""`, "a,b;c|d", "tab\t", "\n",
	"two\nlines", "a\n\\.\nb", "carriage\r\nreturn", "\r", "\f\v\b", "\x01\x1a\x1b\x1e\x1f\x7f", "\u0085\u2028\ufeff",
	" before", "behind ", "\u00a0", "e\u0301", "é", "日本語", "😀👩‍👩‍👧", "\U0010ffff", "%s ${x} $1 `y` {{z}}", "-- ; /* */", `{"a":[1]}`,
	"true", "0", "1e5", "2026-11-23", "it ends",
}

var (
	numbers = []string{
		"0", "19.90", "-0.50", "100", "0.0000000001", "9999999999999999999999999999.9999999999",
		"-1234567890123456789012345678.0000000000",
	}
	moments = []time.Time{
		time.Date(1, 1, 2, 3, 4, 5, 123456000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC),
		time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC), time.Date(2026, 3, 29, 2, 30, 0, 100000000, time.UTC),
		time.Date(2026, 10, 25, 0, 30, 0, 1000, time.UTC), time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC),
	}
)

// addAwkwardRows adds rows whose values are at the edges of what the API takes, and changes some, so that their versions
// differ.
func (a *app) addAwkwardRows() {
	a.t.Helper()
	for i := range awkwardRows {
		row, err := json.Marshal(awkwardRow(i))
		if err != nil {
			a.t.Fatal(err)
		}
		got := a.post("/api/v1/orders", string(row))
		if got.status != 201 {
			a.t.Fatal(got, string(row))
		}
		if i%9 == 0 {
			if got = a.call("PATCH", got.header.Get("Location"), `{"open":true}`); got.status != 200 {
				a.t.Fatal(got)
			}
		}
	}
}

func awkwardRow(i int) map[string]any {
	text, number, moment := awkward[i%len(awkward)], numbers[i%len(numbers)], moments[i%len(moments)]
	row := map[string]any{
		"group": text, "from": text, "type": []string{"draft", "paid"}[i%2], "rank": i - 1<<53 + 1, "total": number,
		"open": i%2 == 0, "day": moment.Format(time.DateOnly), "at": moment, "token": fmt.Sprintf("ffffffff-0000-4000-8000-%012d", i),
	}
	if i%5 == 0 {
		row["from"] = ""
	}
	for j, optional := range []struct {
		name  string
		value any
	}{
		{"select", text}, {"table", text}, {"key", 1<<53 - 1 - i}, {"tax", number}, {"default", i%3 == 0},
		{"until", moment.Format(time.DateOnly)}, {"seen", moment}, {"parent", row["token"]}, {"memo", number},
	} {
		if (i+j)%4 != 0 {
			row[optional.name] = optional.value
		}
	}
	if i%11 == 0 {
		row["table"] = ""
	}
	return row
}

// everything is how many rows the API gives, and a sum over all their values and the versions of some.
func (a *app) everything() string {
	a.t.Helper()
	rows, sum := 0, sha256.New()
	for _, path := range []string{"/api/v1/orders", "/api/v1/notes"} {
		for cursor := ""; ; {
			var page struct {
				Items      []json.RawMessage `json:"items"`
				NextCursor string            `json:"next_cursor"`
			}
			got := a.get(path + "?limit=100" + cursor)
			if err := json.Unmarshal([]byte(got.body), &page); err != nil || got.status != 200 || len(page.Items) == 0 {
				a.t.Fatal(got, err)
			}
			for _, item := range page.Items {
				sum.Write(append(item, '\n'))
			}
			rows += len(page.Items)
			var last struct{ ID string }
			if err := json.Unmarshal(page.Items[len(page.Items)-1], &last); err != nil {
				a.t.Fatal(err)
			}
			sum.Write([]byte(a.get(path+"/"+last.ID).header.Get("ETag") + "\n"))
			if cursor = "&cursor=" + page.NextCursor; page.NextCursor == "" {
				break
			}
		}
	}
	return fmt.Sprintf("%d rows with the sum %x", rows, sum.Sum(nil))
}
