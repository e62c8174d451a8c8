package db

import (
	"modernc.org/sqlite"

	"queued/internal/platform/wire"
)

// SQLite has no exact decimal numbers. They are text in columns with the collation "decimal", which compares them as
// numbers, so that ORDER BY, indexes and comparisons are right. Other programs need the same collation to sort by them.
func init() {
	sqlite.MustRegisterCollationUtf8("decimal", wire.CompareDecimals)
}
