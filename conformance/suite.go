package conformance

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Target is the project to ask. Give it Start, or the URL of a project that runs.
type Target struct {
	Manifest []byte // scale.yaml

	// Start starts the project on a free port, with these settings in its environment beside those it needs. The suite
	// starts several processes at once, and ends those it started. They can share a database.
	Start func(ctx context.Context, settings map[string]string) (Process, error)

	// Run runs a command of the project on the same database, such as apikey create, and returns what it prints.
	Run func(ctx context.Context, settings map[string]string, args ...string) (string, error)

	// Key is an API key, for a project with auth at URL. Where Run is given the suite makes one.
	Key string

	URL     string  // such as http://127.0.0.1:8080; not used where Start is given
	Origin  string  // one that CORS_ORIGINS lists at URL; without it the checks of CORS are not run
	Process Process // the one at URL, to be ended at last; without it the checks of its end are not run

	Patience time.Duration          // how long a client that stalls may keep its connection; 0 is 40 seconds
	Want     func(name string) bool // picks checks; nil is all
}

// Process is a running project.
type Process interface {
	URL() string
	Terminate() error                      // asks it to end, as SIGTERM does
	Wait(ctx context.Context) (int, error) // for its exit code, or Unknown
	Kill()                                 // ends it at once, if it runs
}

// Unknown is the exit code of a process that another one started.
const Unknown = -1

// Result is the outcome of one check.
type Result struct {
	Check  string
	Faults []string // what is wrong, each with the request that shows it; none when the promise is kept
	NotRun string   // why the check could not be run, or ""
	Took   time.Duration
}

// Failed reports whether the promise is broken.
func (r Result) Failed() bool { return len(r.Faults) > 0 }

// Run runs the checks, in the order of Checks. The error says why none could be run.
func Run(ctx context.Context, target Target) ([]Result, error) {
	s, err := open(ctx, target)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.run(ctx), ctx.Err()
}

func (s *session) run(ctx context.Context) []Result {
	checks := s.wanted()
	results := make([]Result, len(checks))
	each := func(k kind, do func(func())) {
		for i, c := range checks {
			if c.kind == k {
				do(func() { results[i] = s.try(ctx, c) })
			}
		}
	}
	oneByOne := func(do func()) { do() }
	var slow sync.WaitGroup
	each(waiting, slow.Go)
	if s.target.Start != nil { // each has a process of its own
		each(ending, slow.Go)
	}
	each(asking, oneByOne)
	each(judging, oneByOne)
	slow.Wait()
	s.clear()
	if s.target.Start == nil {
		each(ending, oneByOne)
	}
	return results
}

// wanted are the checks that were asked for and that are about this project.
func (s *session) wanted() []Check {
	var some []Check
	for _, c := range Checks() {
		lacks := func(piece string) bool { return !s.pieces[piece] }
		if !slices.ContainsFunc(c.pieces, lacks) && (s.target.Want == nil || s.target.Want(c.Name)) {
			some = append(some, c)
		}
	}
	return some
}

// try runs one check in a goroutine of its own, so that Fatalf can end it.
func (s *session) try(ctx context.Context, c Check) Result {
	t := &T{session: s, ctx: ctx}
	start, done := time.Now(), make(chan struct{})
	go func() {
		defer close(done)
		defer t.cleanUp()
		c.run(t)
	}()
	<-done
	return Result{Check: c.Name, Faults: t.faults, NotRun: t.notRun, Took: time.Since(start)}
}

// session is one run of the suite.
type session struct {
	target Target
	base   string // the URL asked
	origin string // one that CORS_ORIGINS lists, or ""
	project
	key     string // an API key, or "" without auth
	client  *http.Client
	process Process // started here, to be ended here; or nil
	seen    record
	made    rows
	victims map[string]string // by module, the path of a row whose values do not matter
}

// allowedOrigin is what CORS_ORIGINS lists in processes that the suite starts.
const allowedOrigin = "https://shop.example"

func open(ctx context.Context, target Target) (*session, error) {
	p, err := readProject(target.Manifest)
	if err != nil {
		return nil, err
	}
	if target.Patience == 0 {
		target.Patience = 40 * time.Second
	}
	s := &session{target: target, project: p, base: target.URL, origin: target.Origin, key: target.Key, client: newClient(), victims: map[string]string{}}
	s.made.ids = map[string]string{}
	if target.Start != nil {
		if s.process, err = s.start(ctx, nil); err != nil {
			return nil, err
		}
		s.base, s.origin = s.process.URL(), allowedOrigin
	}
	if err := s.ready(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// ready waits until the project can be asked, and gets what it is asked with.
func (s *session) ready(ctx context.Context) (err error) {
	if err := waitReady(ctx, s.client, s.base); err != nil || !s.pieces[authPiece] || s.key != "" {
		return err
	}
	if s.target.Run == nil {
		return fmt.Errorf("the project has auth: give an API key")
	}
	s.key, err = s.newKey(ctx)
	return err
}

// start starts a process of the project. Its settings are those of the check, above those that every process has: no
// limits, or most checks would ask too much.
func (s *session) start(ctx context.Context, settings map[string]string) (Process, error) {
	all := map[string]string{"CORS_ORIGINS": allowedOrigin}
	if s.pieces[authPiece] {
		maps.Copy(all, tokenSettings)
	}
	if s.pieces[limitPiece] {
		maps.Copy(all, noLimits)
	}
	maps.Copy(all, settings)
	p, err := s.target.Start(ctx, all)
	if err != nil {
		return nil, fmt.Errorf("start the project: %w", err)
	}
	return p, nil
}

func (s *session) close() {
	s.client.CloseIdleConnections()
	if s.process != nil {
		s.process.Kill()
	}
}

// waitReady waits until a project can do its work.
func waitReady(ctx context.Context, client *http.Client, base string) error {
	last := "no answer"
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline) && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", nil)
		if err != nil {
			return err
		}
		answer, err := client.Do(r)
		if err != nil {
			last = err.Error()
			continue
		}
		_ = answer.Body.Close()
		if last = answer.Status; answer.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("%s/readyz does not answer 200 within 30 seconds: %s", base, last)
}
