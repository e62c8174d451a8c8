package booking

import "everything/internal/platform"

// Wire makes the module from the pieces of the platform. What it needs besides comes in here.
func Wire(p *platform.Pieces) *Module {
	return New(storeFor(p))
}
