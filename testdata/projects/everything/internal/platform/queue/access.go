package queue

import "everything/internal/platform/auth"

// Access says who may ask how far a job is: auth.Required is every known caller who has its id, which nobody can guess.
func (*Queue) Access() auth.Access { return auth.Required }
