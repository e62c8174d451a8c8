package product

import (
	"net/http"

	"github.com/google/uuid"

	"everything/internal/platform/httpx"
)

// Routes registers the handlers. api/product.yaml describes each.
func (m *Module) Routes(mux httpx.Mux) {
	mux.Handle("GET /api/v1/products", httpx.Handler(m.handleList))
	mux.Handle("POST /api/v1/products", httpx.Handler(m.handleCreate))
	mux.Handle("GET /api/v1/products/{id}", httpx.Handler(m.handleGet))
	mux.Handle("PATCH /api/v1/products/{id}", httpx.Handler(m.handlePatch))
	mux.Handle("DELETE /api/v1/products/{id}", httpx.Handler(m.handleDelete))
}

func (m *Module) handleList(w http.ResponseWriter, r *http.Request) error {
	q, err := listed.Parse(r.URL)
	if err != nil {
		return err
	}
	rows, err := m.store.Page(r.Context(), q)
	if err != nil {
		return err
	}
	return httpx.JSON(w, http.StatusOK, listed.Cut(q, rows, func(row Product) uuid.UUID { return row.ID }))
}

func (m *Module) handleCreate(w http.ResponseWriter, r *http.Request) error {
	var d Draft
	if err := httpx.Decode(r, &d); err != nil {
		return err
	}
	row, err := m.create(r.Context(), d)
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/v1/products/"+row.ID.String())
	w.Header().Set("ETag", httpx.ETag(row.Version))
	return httpx.JSON(w, http.StatusCreated, row)
}

func (m *Module) handleGet(w http.ResponseWriter, r *http.Request) error {
	row, err := m.find(r)
	if err != nil || httpx.NotModified(w, r, row.Version) {
		return err
	}
	return httpx.JSON(w, http.StatusOK, row)
}

func (m *Module) handlePatch(w http.ResponseWriter, r *http.Request) error {
	row, err := m.find(r)
	if err != nil {
		return err
	}
	if err := httpx.DecodePatch(r, &row.Draft); err != nil {
		return err
	}
	if row, err = m.change(r.Context(), row); err != nil {
		return err
	}
	w.Header().Set("ETag", httpx.ETag(row.Version))
	return httpx.JSON(w, http.StatusOK, row)
}

func (m *Module) handleDelete(w http.ResponseWriter, r *http.Request) error {
	row, err := m.find(r)
	if err != nil {
		return err
	}
	if err := m.store.Delete(r.Context(), row.ID, row.Version); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// find reads the product that the path names, in the version that If-Match names if it does.
func (m *Module) find(r *http.Request) (Product, error) {
	id, err := httpx.ID(r)
	if err != nil {
		return Product{}, err
	}
	row, err := m.store.Find(r.Context(), id)
	if err != nil {
		return Product{}, err
	}
	return row, httpx.CheckMatch(r, row.Version)
}
