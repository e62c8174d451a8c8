package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"

	"everything/internal/platform/db"
)

// A key is ak_ID_SECRET. The prefix is there for people and secret scanners to know a key when they see one.
const (
	keyPrefix   = "ak_"
	idLength    = 15
	keyLength   = idLength + 1 + 26
	keyAlphabet = "abcdefghijklmnopqrstuvwxyz234567_"
)

// chance is 26 characters that nobody can guess.
func chance() string { return strings.ToLower(rand.Text()) }

// APIKey is what is kept of a key. The key itself is shown once, when it is made.
type APIKey struct {
	ID        string // the beginning of the key
	Name      string // what it is for
	Scopes    []string
	CreatedAt time.Time
	ExpiresAt *time.Time // nil is never
	RevokedAt *time.Time
}

// valid reports whether the key can be used at a time.
func (k APIKey) valid(at time.Time) bool {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || at.Before(*k.ExpiresAt))
}

// Keys are the API keys, in the table auth_api_keys.
type Keys struct{ db *db.DB }

const keyColumns = `"id", "name", "scopes", "created_at", "expires_at", "revoked_at"`

func (k *APIKey) scan(from db.Row, more ...any) error {
	var scopes string
	err := from.Scan(append([]any{&k.ID, &k.Name, &scopes, &k.CreatedAt, &k.ExpiresAt, &k.RevokedAt}, more...)...)
	k.Scopes = strings.Fields(scopes)
	return err
}

// hash is what is stored of a key. A fast hash is right: a key has 130 bits of chance, so no list of guesses finds it, and
// a slow hash would only slow down each request.
func hash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// Create makes a key and returns it with what is kept of it. A nil time is never.
func (k Keys) Create(ctx context.Context, name string, scopes []string, expires *time.Time) (APIKey, string, error) {
	kept := APIKey{
		ID:        keyPrefix + chance()[:idLength-len(keyPrefix)],
		Name:      name,
		Scopes:    scopes,
		CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
		ExpiresAt: expires,
	}
	key := kept.ID + "_" + chance()
	_, err := k.db.Exec(ctx, `INSERT INTO "auth_api_keys" (`+keyColumns+`, "hash") VALUES (`+db.Marks(7)+`)`,
		kept.ID, kept.Name, strings.Join(scopes, " "), kept.CreatedAt, kept.ExpiresAt, kept.RevokedAt, hash(key))
	return kept, key, err
}

// List returns all keys, the oldest first.
func (k Keys) List(ctx context.Context) ([]APIKey, error) {
	var all []APIKey
	err := k.db.Query(ctx, func(row db.Row) error {
		var key APIKey
		err := key.scan(row)
		all = append(all, key)
		return err
	}, `SELECT `+keyColumns+` FROM "auth_api_keys" ORDER BY "created_at", "id"`)
	return all, err
}

// Revoke makes a key useless from now on, and reports whether there was one to revoke.
func (k Keys) Revoke(ctx context.Context, id string) (bool, error) {
	changed, err := k.db.Exec(ctx, `UPDATE "auth_api_keys" SET "revoked_at" = $1 WHERE "id" = $2 AND "revoked_at" IS NULL`,
		time.Now().UTC().Truncate(time.Microsecond), id)
	return changed == 1, err
}

// find is who has a key. It reads the key each time, so that a revoked one is refused at once.
func (k Keys) find(ctx context.Context, key string) (Caller, error) {
	if len(key) != keyLength || strings.Trim(key, keyAlphabet) != "" {
		return Caller{}, errRefused // nor can every database be asked for any bytes
	}
	var kept APIKey
	var stored string
	_, err := k.db.Get(ctx, func(row db.Row) error { return kept.scan(row, &stored) },
		`SELECT `+keyColumns+`, "hash" FROM "auth_api_keys" WHERE "id" = $1`, key[:idLength])
	if err != nil {
		return Caller{}, err
	}
	// An unknown id is compared too, with nothing.
	if same := subtle.ConstantTimeCompare([]byte(stored), []byte(hash(key))); same != 1 || !kept.valid(time.Now()) {
		return Caller{}, errRefused
	}
	return Caller{Kind: Key, ID: kept.ID, Scopes: kept.Scopes}, nil
}
