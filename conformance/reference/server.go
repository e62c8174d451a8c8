package main

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// server is the API. Whatever a fault turns is a field here.
type server struct {
	modules  []module
	types    map[string]fieldType // by the manifest's word
	store    store
	origins  []string // of CORS
	stopping atomic.Bool

	// pieces, or nil
	cache    *cache
	auth     *auth
	limits   *limits
	jobs     *jobs
	showKeys bool // apikey list does

	// numbers
	created, deleted     int   // statuses
	most                 int64 // bytes of a body
	mostHeader           int   // bytes of all headers
	headerTime, bodyTime time.Duration
	exitCode             int

	// decisions
	newID     func() string
	requestID func(sent string) string                               // the id of a request that came with this one
	allowed   func(origin string) bool                               // pages from there may read the answers
	order     func(m module, q query, a, b row) int                  // of rows in a list
	page      func(m module, q query, sorted []row) ([]row, *cursor) // the rows of a page and the place where the next one begins
	fits      func(q query, c cursor) bool                           // the cursor was handed out for this list and sort
	tag       func(r row) string                                     // the ETag
	show      func(m module, r row) object                           // the row in JSON
	finish    func(h *http.Server) error                             // ends what runs, once the server has drained
	before    []func(r *http.Request)                                // see each request first
	members   []func(r *http.Request, m module, sent object)         // see each body before its fields are checked
	after     []func(r *http.Request, a *answer)                     // see each answer last
	document  []func(document object)                                // see the OpenAPI document last
}

// newServer keeps all promises. Origins are those of CORS, with commas between.
func newServer(origins string) (*server, error) {
	s := &server{
		types: fieldTypes(), store: &memory{}, origins: strings.Split(origins, ","),
		created: http.StatusCreated, deleted: http.StatusNoContent,
		most: 1 << 20, mostHeader: 64 << 10, headerTime: 2 * time.Second, bodyTime: 3 * time.Second,
	}
	s.newID = func() string { return uuid.Must(uuid.NewV7()).String() }
	s.allowed = func(origin string) bool { return slices.Contains(s.origins, origin) }
	s.requestID, s.order, s.page, s.fits = plainID, s.ordered, s.keyset, fitting
	s.tag, s.show, s.finish = versionTag, s.shown, waitForRequests
	var err error
	s.modules, err = readModules()
	return s, err
}

// plainID keeps an id that spoils no log.
func plainID(sent string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	if sent == "" || len(sent) > 64 || strings.Trim(sent, plain) != "" {
		return uuid.NewString()
	}
	return sent
}
