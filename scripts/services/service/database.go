package service

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// OpenDatabase opens a database by its URL. The caller closes it.
func OpenDatabase(address string) (*sql.DB, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	switch u.Scheme {
	case "postgres":
		return sql.Open("pgx", address)
	case "mysql":
		c := mysql.NewConfig()
		c.User, c.Net, c.Addr, c.DBName = u.User.Username(), "tcp", u.Host, u.Path[1:]
		c.Passwd, _ = u.User.Password()
		c.ParseTime, c.Logger = true, &mysql.NopLogger{}
		return sql.Open("mysql", c.FormatDSN())
	}
	return nil, fmt.Errorf("no database at %s", u.Redacted())
}

// CreateDatabase makes an empty database on the server of a URL and returns the URL of the new one. A name is lower-case
// letters, digits and underscores.
func CreateDatabase(ctx context.Context, server, name string) (string, error) {
	if err := Exec(ctx, server, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

// Exec runs a statement on the database of a URL.
func Exec(ctx context.Context, address, statement string, args ...any) error {
	db, err := OpenDatabase(address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing is pending
	_, err = db.ExecContext(ctx, statement, args...)
	return err
}

// pingDatabase asks whether statements are answered, which comes later than that connections are taken.
func pingDatabase(ctx context.Context, s *Server) error { return Exec(ctx, s.URL(), "SELECT 1") }
