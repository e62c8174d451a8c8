package main

import (
	_ "embed"
	"net/http"
	"os"
	"slices"
)

// pieceLines are added to scale.yaml for a server with pieces.
//
//go:embed pieces.yaml
var pieceLines []byte

// addPieces gives the server all pieces, with their settings from the environment.
func (s *server) addPieces() (err error) {
	s.cache = newCache()
	s.auth = newAuth(os.Getenv)
	s.jobs = newJobs(os.Getenv)
	s.limits, err = newLimits(os.Getenv)
	return err
}

// enter is what a request passes before it is routed, in a server with pieces.
func (s *server) enter(r *http.Request) (*answer, error) {
	if s.auth == nil {
		return s.route(r)
	}
	known := visitor{}
	if !open(r.URL.Path) {
		if s.limits.guessed(r) {
			return s.limits.refuse(r, "guess")
		}
		known = s.auth.visitor(r)
		s.limits.noteGuess(r, known)
	}
	return s.limits.limit(r, known, func(r *http.Request) (*answer, error) {
		if err := s.admit(r, known); err != nil {
			return nil, err
		}
		return s.route(r)
	})
}

// open are the paths at which nobody is asked who it is, or refused for asking much.
func open(path string) bool {
	return slices.Contains([]string{"/livez", "/readyz", "/openapi.json"}, path)
}
