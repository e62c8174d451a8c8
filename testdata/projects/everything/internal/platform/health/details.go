package health

import (
	"context"
	"log/slog"
)

// AddDetail has /readyz tell of a dependency more than whether it can be used: what tell returns, as JSON.
// Call it before the server starts.
func (h *Health) AddDetail(name string, tell func(context.Context) (any, error)) {
	if h.details == nil {
		h.details = map[string]func(context.Context) (any, error){}
	}
	h.details[name] = tell
}

// told are the details. One that cannot be had is left out.
func (h *Health) told(ctx context.Context) map[string]any {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	details := map[string]any{}
	for name, tell := range h.details {
		detail, err := tell(ctx)
		if err != nil {
			slog.Warn("a dependency tells no details", "dependency", name, "error", err)
			continue
		}
		details[name] = detail
	}
	return details
}
