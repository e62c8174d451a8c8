// Package config reads the configuration from the environment, and from nowhere else.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"reflect"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is everything that can be set. .env.example explains each variable.
type Config struct {
	Pieces
	HTTPAddr      string        `env:"HTTP_ADDR" envDefault:":8080"`
	LogLevel      slog.Level    `env:"LOG_LEVEL" envDefault:"info"`
	ShutdownDrain time.Duration `env:"SHUTDOWN_DRAIN" envDefault:"0s"`
	CORSOrigins   []string      `env:"CORS_ORIGINS"`
}

// Load reads the environment and reports every fault at once.
func Load() (Config, error) {
	var c Config
	faults := named(env.Parse(&c))
	if _, _, err := net.SplitHostPort(c.HTTPAddr); err != nil {
		faults = append(faults, fmt.Errorf("HTTP_ADDR: %w", err))
	}
	for _, origin := range c.CORSOrigins {
		if u, err := url.Parse(origin); origin != "*" && (err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host) {
			faults = append(faults, fmt.Errorf("CORS_ORIGINS: %q is no origin such as https://example.com", origin))
		}
	}
	return c, errors.Join(faults...)
}

// named tells faults by variable, where env tells them by Go field.
func named(err error) []error {
	all, _ := errors.AsType[env.AggregateError](err)
	for i, fault := range all.Errors {
		if parse, is := errors.AsType[env.ParseError](fault); is {
			field, _ := reflect.TypeFor[Config]().FieldByName(parse.Name)
			all.Errors[i] = fmt.Errorf("%s: %w", field.Tag.Get("env"), parse.Err)
		}
	}
	return all.Errors
}
