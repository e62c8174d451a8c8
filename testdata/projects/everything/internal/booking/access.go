package booking

import "everything/internal/platform/auth"

// Access says who may call the routes: auth.Required, auth.RequiredToWrite or auth.Public. A test names the
// lines of api/booking.yaml that have to say the same.
func (*Module) Access() auth.Access { return auth.Required }
