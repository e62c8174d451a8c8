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
		if n := number(piece.Setting(piece.Instances, p.Pieces[piece.Name])); n > run.Instances {
			run.By, run.Instances = piece, n
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
	for _, p := range s.pieces {
		for _, err := range slices.Concat(p.checkStates(), p.checkCounts(), p.checkDefaults()) {
			faults = append(faults, fmt.Errorf("%s/piece.yaml: %w", p.Name, err))
		}
	}
	return faults
}

func (p *Piece) checkStates() []error {
	states := []State{p.State}
	for _, b := range p.Backends {
		states = append(states, b.State)
	}
	var faults []error
	for _, state := range states {
		if state != "" && state != PerProcess && state != Shared {
			faults = append(faults, fmt.Errorf("state is %s or %s, not %q", PerProcess, Shared, state))
		}
	}
	return faults
}

// checkCounts asks that what is counted is an option that is a whole number.
func (p *Piece) checkCounts() []error {
	counts := []string{p.Instances}
	if p.Pool != nil {
		counts = append(counts, p.Pool.Pool, p.Pool.Limit)
	}
	if _, err := strconv.Atoi(p.Processes); err != nil {
		counts = append(counts, p.Processes)
	}
	var faults []error
	for _, option := range counts {
		if option != "" && p.Options[option].Type != Whole {
			faults = append(faults, fmt.Errorf("%s is no option of type %s", option, Whole))
		}
	}
	return faults
}

func (p *Piece) checkDefaults() []error {
	var faults []error
	for name, o := range p.Options {
		for backend, value := range o.Defaults {
			if !slices.Contains(p.BackendNames(), backend) {
				faults = append(faults, fmt.Errorf("%s has a default for %q, which is no backend", name, backend))
			}
			if err := o.Check(name, value); err != nil {
				faults = append(faults, err)
			}
		}
		if err := o.Check(name, o.Default); o.Default != "" && err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}
