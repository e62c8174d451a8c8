// Package dockerfile holds the Dockerfile of generated projects against BuildKit, with which docker build reads it: its
// parser, and its linter.
//
// It is a module of its own, so that its requirements, which are many, are none of scale's.
package dockerfile
