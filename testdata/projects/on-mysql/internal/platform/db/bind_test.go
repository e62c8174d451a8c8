package db

import (
	"slices"
	"testing"
)

func TestMarksBecomeTheDrivers(t *testing.T) {
	for query, want := range map[string]struct {
		query string
		args  []any
	}{
		`SELECT 1`:                       {`SELECT 1`, nil},
		`a = $1 AND b = $2`:              {`a = ? AND b = ?`, []any{"one", "two"}},
		`a = $2 OR b = $1 OR c = $2`:     {`a = ? OR b = ? OR c = ?`, []any{"two", "one", "two"}},
		`a = '$1' AND "b$1" = $1`:        {`a = '$1' AND "b$1" = ?`, []any{"one"}},
		`a = 'it''s $1' AND b = $2`:      {`a = 'it''s $1' AND b = ?`, []any{"two"}},
		`a = 'it\'s $1' AND b = $2`:      {`a = 'it\'s $1' AND b = ?`, []any{"two"}},
		"a = $1 -- it's $2\n AND b = $2": {"a = ? -- it's $2\n AND b = ?", []any{"one", "two"}},
		`/* don't $1 */ a = $1`:          {`/* don't $1 */ a = ?`, []any{"one"}},
		`a = $3 AND b = $ AND c = '$1`:   {`a = $3 AND b = $ AND c = '$1`, nil},
	} {
		if got, args := bind(query, []any{"one", "two"}); got != want.query || !slices.Equal(args, want.args) {
			t.Errorf("%s: got %s with %v", query, got, args)
		}
	}
}
