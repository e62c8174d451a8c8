package product

import (
	"context"

	"github.com/google/uuid"

	"everything/internal/platform/cache"
	"everything/internal/platform/page"
)

// cachedStore keeps what a store reads, and drops what a write may have changed. A method that is not here goes straight
// to the store, as a read may; a write needs its place here. cache_test.go says which is which.
type cachedStore struct {
	Store
	kept *cache.Table
}

func (s cachedStore) Find(ctx context.Context, id uuid.UUID) (Product, error) {
	return cache.Row(ctx, s.kept, "Find", id, func(ctx context.Context) (Product, error) {
		return s.Store.Find(ctx, id)
	})
}

func (s cachedStore) Page(ctx context.Context, q page.Query) ([]Product, error) {
	return cache.List(ctx, s.kept, "Page", q.Parts(), func(ctx context.Context) ([]Product, error) {
		return s.Store.Page(ctx, q)
	})
}

func (s cachedStore) Insert(ctx context.Context, row Product) error {
	defer s.kept.Changed(ctx, row.ID)
	return s.Store.Insert(ctx, row)
}

func (s cachedStore) Update(ctx context.Context, row Product) error {
	defer s.kept.Changed(ctx, row.ID)
	return s.Store.Update(ctx, row)
}

func (s cachedStore) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	defer s.kept.Changed(ctx, id)
	return s.Store.Delete(ctx, id, version)
}
