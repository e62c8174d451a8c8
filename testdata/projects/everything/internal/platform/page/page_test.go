package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type row struct {
	id   uuid.UUID
	name string
	note *string
}

func (r row) key() uuid.UUID { return r.id }

var fields = Fields[row]{
	"name": By(Text, func(r row) string { return r.name }),
	"note": {Of: noteOf, parse: func(text string) (any, error) { return text, nil }, optional: true},
}

func noteOf(r row) any {
	if r.note == nil {
		return nil
	}
	return *r.note
}

func parse(query string) (Query, error) {
	return fields.Parse(&url.URL{RawQuery: query})
}

// next is the cursor behind a row.
func next(t *testing.T, query string, last row) string {
	t.Helper()
	q, err := parse(query + "&limit=1")
	if err != nil {
		t.Fatal(err)
	}
	return fields.Cut(q, []row{last, last}, row.key).NextCursor
}

func TestStatementsOfAPage(t *testing.T) {
	note := "new"
	with, without := row{uuid.New(), "tea", &note}, row{uuid.New(), "tea", nil}
	byID := behind([]string{`"id"`}, []string{"$1"}, " > ")
	for name, c := range map[string]struct {
		query string
		last  *row // the row to go on behind
		want  []string
	}{
		"nothing asked":         {"", nil, []string{` ORDER BY "id" ASC LIMIT $1`}},
		"newest first":          {"sort=-id", nil, []string{` ORDER BY "id" DESC LIMIT $1`}},
		"filters":               {"note=a&name=b", nil, []string{` WHERE "name" = $1 AND "note" = $2 ORDER BY "id" ASC LIMIT $3`}},
		"a sort":                {"sort=-name", nil, []string{` ORDER BY "name" DESC, "id" DESC LIMIT $1`}},
		"a page behind another": {"", &with, []string{` WHERE ` + byID + ` ORDER BY "id" ASC LIMIT $2`}},
		"a sorted page behind another": {"sort=-name", &with, []string{
			` WHERE ` + behind([]string{`"name"`, `"id"`}, []string{"$1", "$2"}, " < ") + ` ORDER BY "name" DESC, "id" DESC LIMIT $3`}},
		"a sort by an optional field": {"sort=note", nil, []string{
			` WHERE "note" IS NOT NULL ORDER BY "note" ASC, "id" ASC LIMIT $1`,
			` WHERE "note" IS NULL ORDER BY "id" ASC LIMIT $1`}},
		"behind a row with a value": {"sort=note", &with, []string{
			` WHERE "note" IS NOT NULL AND ` + behind([]string{`"note"`, `"id"`}, []string{"$1", "$2"}, " > ") + ` ORDER BY "note" ASC, "id" ASC LIMIT $3`,
			` WHERE "note" IS NULL ORDER BY "id" ASC LIMIT $1`}},
		"behind a row without one": {"sort=note", &without, []string{
			` WHERE "note" IS NULL AND ` + byID + ` ORDER BY "id" ASC LIMIT $2`}},
	} {
		t.Run(name, func(t *testing.T) {
			query := c.query
			if c.last != nil {
				query += "&cursor=" + next(t, c.query, *c.last)
			}
			q, err := parse(query)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, part := range q.Parts() {
				got = append(got, part.SQL)
				if last := len(part.Args); !strings.Contains(part.SQL, "$"+strconv.Itoa(last)) || strings.Contains(part.SQL, "$"+strconv.Itoa(last+1)) {
					t.Errorf("%q has the arguments %v", part.SQL, part.Args)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestParseRefusesWhatItDoesNotKnow(t *testing.T) {
	by := next(t, "sort=name", row{id: uuid.New(), name: "tea"})
	for query, says := range map[string]string{
		"limit=0":                 "limit",
		"limit=101":               "limit",
		"limit=1&limit=2":         "limit",
		"sort=colour":             "id, name, note",
		"colour=red":              "name, note",
		"name=%00":                "name",
		"name=%":                  "malformed",
		"cursor=x":                "cursor",
		"cursor=" + by:            "cursor",
		"sort=-name&cursor=" + by: "cursor",
		"sort=name&cursor=e30":    "cursor",
	} {
		if _, err := parse(query); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestACursorIsGoodForItsListOnly(t *testing.T) {
	query := "cursor=" + next(t, "", row{id: uuid.New(), name: "tea"})
	if _, err := parse(query); err != nil {
		t.Error(err)
	}
	if _, err := fields.Parse(&url.URL{Path: "/another/list", RawQuery: query}); err == nil {
		t.Error("a cursor of another list was accepted")
	}
}

func TestTheLastPageHasNoCursor(t *testing.T) {
	q, err := parse("limit=2")
	if err != nil {
		t.Fatal(err)
	}
	page := fields.Cut(q, make([]row, 2), row.key)
	if len(page.Items) != 2 || page.NextCursor != "" {
		t.Errorf("got %+v", page)
	}
	if page := fields.Cut(q, nil, row.key); page.Items == nil {
		t.Error("an empty list must be [] in JSON, not null")
	}
}
