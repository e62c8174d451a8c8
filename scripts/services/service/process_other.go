//go:build !linux

package service

import (
	"errors"
	"syscall"
)

const (
	sigStop     = syscall.SIGTERM // never sent: nothing starts here
	sigContinue = syscall.SIGTERM
)

var errNotHere = errors.New("services run on Linux only")

func attributes() (*syscall.SysProcAttr, error) { return nil, errNotHere }

func giveAway(string) error { return errNotHere }

func childrenOf(int) ([]int, error) { return nil, errNotHere }
