package service

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// process is a program that runs.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
}

// begin starts a program on a thread that lives as long as the program: the kernel ends the program when the thread
// that started it is gone (see attributes), and Go ends threads as it likes.
func begin(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in cmd.ProcessState
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (p *process) wait(timeout time.Duration) error {
	select {
	case <-p.done:
		return nil
	case <-time.After(timeout):
		return fmt.Errorf("%s still runs after %s", p.cmd.Path, timeout)
	}
}

// signal reaches the process first and then its children, so that no child comes in between.
func (p *process) signal(s os.Signal) error {
	children, err := childrenOf(p.cmd.Process.Pid)
	if err != nil {
		return err
	}
	if err := p.cmd.Process.Signal(s); err != nil {
		return err
	}
	late, err := childrenOf(p.cmd.Process.Pid)
	for _, pid := range append(children, late...) {
		child, find := os.FindProcess(pid)
		if find != nil {
			return find
		}
		if sent := child.Signal(s); sent != nil && !errors.Is(sent, os.ErrProcessDone) {
			err = errors.Join(err, sent)
		}
	}
	return err
}
