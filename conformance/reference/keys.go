package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// keyFile keeps what is known of API keys, for the server and the commands.
type keyFile struct{ path string }

// key is what is kept of one.
type key struct {
	ID, Hash, Text string // the text only where a fault keeps it
	Expires        time.Time
	Revoked        bool
}

const (
	keyPrefix = "ak_"
	idLength  = 12
)

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (f *keyFile) read() (all []key) {
	text, err := os.ReadFile(f.path)
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		return nil // there are none yet
	}
	return all
}

// write replaces the file at once, as servers read it all the time.
func (f *keyFile) write(all []key) error {
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(f.path+".new", f.path)
}

// find is who has a key.
func (f *keyFile) find(text string) visitor {
	for _, k := range f.read() {
		if k.Hash != hashed(text) {
			continue
		}
		return k.visitor()
	}
	return visitor{presented: true, reason: "unknown"}
}

func (k key) visitor() visitor {
	switch {
	case k.Revoked:
		return visitor{presented: true, reason: "revoked"}
	case !k.Expires.IsZero() && time.Now().After(k.Expires):
		return visitor{presented: true, reason: "expired"}
	}
	return visitor{kind: "key", id: k.ID, presented: true}
}

// command makes, lists and revokes keys.
func (s *server) command(args []string, out io.Writer) error {
	f := s.auth.keys
	all := f.read()
	switch {
	case len(args) >= 2 && args[0] == "create":
		flags := flag.NewFlagSet("create", flag.ContinueOnError)
		life := flags.Duration("expires", 0, "")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		text := keyPrefix + strings.ToLower(rand.Text() + rand.Text())[:40]
		k := key{ID: text[:idLength], Hash: hashed(text)}
		if *life > 0 {
			k.Expires = time.Now().Add(*life)
		}
		if s.showKeys {
			k.Text = text
		}
		_, _ = fmt.Fprintln(out, text)
		return f.write(append(all, k))
	case len(args) == 1 && args[0] == "list":
		for _, k := range all {
			_, _ = fmt.Fprintln(out, k.ID, k.Text, k.Revoked)
		}
		return nil
	case len(args) == 2 && args[0] == "revoke":
		for i := range all {
			all[i].Revoked = all[i].Revoked || all[i].ID == args[1]
		}
		return f.write(all)
	}
	return fmt.Errorf("apikey create, list or revoke; not %q", args)
}
