// Package compose holds the compose.yaml of generated projects against compose-go, with which docker compose reads it.
//
// It is a module of its own, so that its requirements, a dozen, are none of scale's.
package compose
