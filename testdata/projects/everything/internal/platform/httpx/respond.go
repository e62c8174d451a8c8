package httpx

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"everything/internal/platform/problem"
)

// JSON answers with a value.
func JSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error means that the client is gone; there is nobody to tell
	return nil
}

// ID reads the id in the path. What is no id belongs to nothing: 404.
func ID(r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil || id.String() != r.PathValue("id") {
		return uuid.Nil, problem.New(http.StatusNotFound, "there is nothing with this id")
	}
	return id, nil
}

// ETag is the entity tag of a version.
func ETag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// NotModified answers 304 when the client has this version already, and reports whether it did.
func NotModified(w http.ResponseWriter, r *http.Request, version int64) bool {
	tag, tags := ETag(version), r.Header["If-None-Match"]
	w.Header().Set("ETag", tag)
	known := len(tags) > 0 && (lists(tags, tag) || lists(tags, "W/"+tag))
	if known {
		w.WriteHeader(http.StatusNotModified)
	}
	return known
}

// CheckMatch is 412 when the request names versions in If-Match and this is none of them.
func CheckMatch(r *http.Request, version int64) error {
	if tags := r.Header["If-Match"]; len(tags) > 0 && !lists(tags, ETag(version)) {
		return problem.New(http.StatusPreconditionFailed, "it has changed since; read it again")
	}
	return nil
}

// lists reports whether a header names a tag. A header may stand in several lines.
func lists(header []string, tag string) bool {
	for part := range strings.SplitSeq(strings.Join(header, ","), ",") {
		if part = strings.TrimSpace(part); part == "*" || part == tag {
			return true
		}
	}
	return false
}
