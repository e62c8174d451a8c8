package auth

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"
)

const usage = `usage:
  apikey create [-scopes "a b"] [-expires 720h] NAME    make a key and print it, this once
  apikey list                                           show all keys without their secrets
  apikey revoke ID                                      refuse a key from now on`

// Command makes, lists and revokes keys as the arguments say. What it answers goes to out.
func (k Keys) Command(ctx context.Context, args []string, out io.Writer) error {
	switch {
	case len(args) > 0 && args[0] == "create":
		return k.create(ctx, args[1:], out)
	case len(args) == 1 && args[0] == "list":
		return k.list(ctx, out)
	case len(args) == 2 && args[0] == "revoke":
		return k.revoke(ctx, args[1], out)
	}
	return errors.New(usage)
}

func (k Keys) create(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("create", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error says it all
	scopes := flags.String("scopes", "", "")
	lifetime := flags.Duration("expires", 0, "")
	err := flags.Parse(args)
	name := strings.TrimSpace(flags.Arg(0))
	if err != nil || flags.NArg() != 1 || *lifetime < 0 || name == "" || utf8.RuneCountInString(name) > 200 {
		return errors.Join(err, errors.New(usage))
	}
	var expires *time.Time
	if *lifetime > 0 {
		at := time.Now().UTC().Add(*lifetime).Truncate(time.Microsecond)
		expires = &at
	}
	_, key, err := k.Create(ctx, name, strings.Fields(*scopes), expires)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, key)
	return err
}

func (k Keys) list(ctx context.Context, out io.Writer) error {
	keys, err := k.List(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(columns ...string) { _, _ = fmt.Fprintln(table, strings.Join(columns, "\t")) } // Flush tells of errors
	row("ID", "NAME", "SCOPES", "CREATED", "EXPIRES", "REVOKED")
	for _, key := range keys {
		row(key.ID, key.Name, strings.Join(key.Scopes, " "), when(&key.CreatedAt), when(key.ExpiresAt), when(key.RevokedAt))
	}
	return table.Flush()
}

func when(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.Format(time.RFC3339)
}

func (k Keys) revoke(ctx context.Context, id string, out io.Writer) error {
	revoked, err := k.Revoke(ctx, id)
	if err == nil && !revoked {
		err = fmt.Errorf("there is no key %q to revoke; apikey list shows them", id)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, id, "is refused from now on")
	return err
}
