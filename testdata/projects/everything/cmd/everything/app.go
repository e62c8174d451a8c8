package main

import (
	"context"
	"net/http"

	"everything/api"
	"everything/internal/platform"
	"everything/internal/platform/httpx"
)

// serve runs the API until ctx ends.
func serve(ctx context.Context, p *platform.Pieces) error {
	all := modules(p)
	h, err := handler(p, all)
	if err != nil {
		return err
	}
	p.DB.KeepMigrating(ctx, migrations(all))
	finish := startJobs(ctx, p, all)
	defer finish()
	return httpx.Serve(ctx, p.Config.HTTPAddr, h, p.Health, p.Config.ShutdownDrain)
}

// handler puts the routes behind the middleware. Middleware of your own goes between outer and inner.
func handler(p *platform.Pieces, all []platform.Module) (http.Handler, error) {
	mux := http.NewServeMux()
	if err := routes(mux, p, all); err != nil {
		return nil, err
	}
	httpx.NotFound(mux)

	chain := outer(p)
	chain = append(chain, inner(p)...)
	return httpx.Chain(mux, chain...), nil
}

// routes registers everything that the API answers.
func routes(mux httpx.Mux, p *platform.Pieces, all []platform.Module) error {
	for _, m := range all {
		m.Routes(mux)
	}
	p.Health.Routes(mux)
	return api.Routes(mux)
}

// seed writes example rows into empty tables.
func seed(ctx context.Context, p *platform.Pieces) error {
	all := modules(p)
	if err := p.DB.Migrate(ctx, migrations(all)); err != nil {
		return err
	}
	for _, m := range all {
		if err := m.Seed(ctx); err != nil {
			return err
		}
	}
	return nil
}
