package pack

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/scalecli/scale/generator/manifest"
)

// State says who sees what a piece keeps.
type State string

// The states; a piece that keeps nothing has none.
const (
	PerProcess State = "process" // one process of the program only
	Shared     State = "shared"  // all of them
)

// Connections names the options of a piece that count its connections to a server.
type Connections struct {
	Pool  string `yaml:"pool"`  // how many one process opens at most
	Limit string `yaml:"limit"` // how many the server grants to all of them; no value is no limit
}

// StateWith is the state of what the piece keeps with a backend.
func (p *Piece) StateWith(backend string) State {
	if state := p.Backend(backend).State; state != "" {
		return state
	}
	return p.State
}

// FirstShared is the first backend that several processes can share; false where there is none.
func (p *Piece) FirstShared() (string, bool) {
	for _, b := range p.Backends {
		if p.StateWith(b.Name) != PerProcess {
			return b.Name, true
		}
	}
	return "", false
}

// Processes are those of the program that run at once.
type Processes struct {
	By        *Piece // the piece that runs several instances, or nil
	Instances int    // at least 1
	Others    int    // what pieces run beside several instances
}

// Processes counts the processes of a project.
func (s *Set) Processes(p manifest.Project) Processes {
	run := Processes{Instances: 1}
	inUse := s.InUse(p)
	for _, piece := range inUse {
		if piece.Instances != "" {
			run.By, run.Instances = piece, number(piece.Setting(piece.Instances, p.Pieces[piece.Name]))
		}
	}
	for _, piece := range inUse {
		if run.Instances > 1 {
			run.Others += number(piece.countOf(piece.Processes, p.Pieces[piece.Name]))
		}
	}
	return run
}

// countOf gives what stands for a number: itself, or the value of the option of that name.
func (p *Piece) countOf(text string, in manifest.Piece) string {
	if _, isOption := p.Options[text]; isOption {
		return p.Setting(text, in)
	}
	return text
}

// number reads a count that was checked when the packs and the manifest were read.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// PoolOf gives the connections that each process opens at most, and how many the server grants to all; false where the
// piece has no such limit with its backend.
func (p *Piece) PoolOf(in manifest.Piece) (each, limit int, ok bool) {
	if p.Pool == nil {
		return 0, 0, false
	}
	each, limit = number(p.Setting(p.Pool.Pool, in)), number(p.Setting(p.Pool.Limit, in))
	return each, limit, limit > 0
}

// checkProcesses refuses what is said of processes in words that mean nothing.
func (s *Set) checkProcesses() []error {
	var faults []error
	for name, p := range s.pieces {
		say := func(format string, args ...any) {
			faults = append(faults, fmt.Errorf(name+"/piece.yaml: "+format, args...))
		}
		states := []State{p.State}
		for _, b := range p.Backends {
			states = append(states, b.State)
		}
		for _, state := range states {
			if state != "" && state != PerProcess && state != Shared {
				say("state is process or shared, not %q", state)
			}
		}
		counts := []string{p.Instances}
		if p.Pool != nil {
			counts = append(counts, p.Pool.Pool, p.Pool.Limit)
		}
		if _, err := strconv.Atoi(p.Processes); err != nil {
			counts = append(counts, p.Processes)
		}
		for _, option := range counts {
			if option != "" && p.Options[option].Type != Whole {
				say("%s is no option of type %s", option, Whole)
			}
		}
		for option, o := range p.Options {
			for backend, value := range o.Defaults {
				if !slices.Contains(p.BackendNames(), backend) {
					say("%s has a default for %q, which is no backend", option, backend)
				}
				if err := o.Check(option, value); err != nil {
					say("%w", err)
				}
			}
			if err := o.Check(option, o.Default); o.Default != "" && err != nil {
				say("%w", err)
			}
		}
	}
	return faults
}
