package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// laborer is a running process that enqueues jobs and does them, for as long as it is told to; see
// scripts/bench/bare/turns.go.
type laborer struct {
	cmd *exec.Cmd
	say io.WriteCloser
	out *json.Decoder
	log *os.File
}

// startLaborer starts a program with its log in a file beside it.
func startLaborer(program string, args, env []string) (*laborer, error) {
	log, err := os.OpenFile(program+".log", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.Stderr = append(os.Environ(), env...), log
	say, err := cmd.StdinPipe()
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &laborer{cmd, say, json.NewDecoder(out), log}, nil
}

// turn keeps it busy for a while.
func (l *laborer) turn(length time.Duration) (sample, error) {
	if _, err := fmt.Fprintln(l.say, length); err != nil {
		return sample{}, fmt.Errorf("%s has ended; see %s", l.cmd, l.log.Name())
	}
	var counted struct{ Jobs, Seconds, CPU float64 }
	if err := l.out.Decode(&counted); err != nil || counted.Jobs == 0 {
		return sample{}, errors.Join(err, fmt.Errorf("%s did nothing; see %s", l.cmd, l.log.Name()))
	}
	return sample{value: counted.Jobs / counted.Seconds, cpu: counted.CPU / counted.Jobs}, nil
}

// stop has it compare what it did with what it should have done, and end.
func (l *laborer) stop() error {
	err := errors.Join(l.say.Close(), l.cmd.Wait(), l.log.Close())
	if err != nil {
		err = fmt.Errorf("%s: %w; see %s", l.cmd, err, l.log.Name())
	}
	return err
}
