// Package conformance asks a running project, over HTTP, for what every generated project promises. It knows the base
// URL and scale.yaml, and nothing of the language behind: a new stack is done when it passes.
//
// Each file is a group of promises. A [Check] has a name that reads as a claim and a function that finds out. The checks
// are kept apart: what one looks at, no other does, so that one fault in a project fails one check. Package reference
// proves that, with a server for each fault.
//
// Three kinds of check:
//
//   - most ask a few questions of their own, one check after another;
//   - some wait for time-outs or end a process; they run beside all others;
//   - some judge every answer that the others got, so they come last: every error is a problem, every answer is as the
//     OpenAPI document says.
//
// What the checks expect beyond the standards:
//
//   - a problem about fields has "errors": [{"field": …, "detail": …}], and every problem has "request_id";
//   - a body that has a field twice is refused, because readers disagree on which one counts;
//   - a cursor is good for the list and the sort that handed it out;
//   - the detail of a 400 about a query names the parameter, and what is allowed instead where that is a list of fields;
//   - text sorts by code points, enums by their text, and rows without a value come last in either order;
//   - /readyz has "checks": {"database": "ok"}, one for each dependency.
//
// A piece that scale.yaml has brings checks of its own, and every stack keeps to the same words:
//
//   - cache: reads of one row and of lists have X-Cache, which is hit, miss or bypass; a second read is a hit, also one
//     that finds nothing;
//   - auth: the program has commands, apikey create [-expires 1s] NAME, which prints the key and nothing else, apikey list,
//     where a line begins with the id and the key begins with it too, and apikey revoke ID. AUTH_JWT_SECRET,
//     AUTH_JWT_ISSUER and AUTH_JWT_AUDIENCE say which tokens are trusted. What the document does not call open needs a
//     caller, whom X-API-Key or Authorization (ApiKey or Bearer) names;
//   - ratelimit: RATE_LIMIT_IP, RATE_LIMIT_USER and RATE_LIMIT_KEY are rates such as 5/1h, or off, and TRUSTED_PROXIES a
//     number. Headers are those of draft-ietf-httpapi-ratelimit-headers;
//   - queue: a job is at /api/v1/jobs/{id}. A route that hands work over refers in the document to the response Accepted.
//     /readyz has "details": {"queue": {…}} with waiting, retrying, running, dead, lag_seconds and age_seconds.
//
// The suite starts processes with such settings, and turns the limits off where it looks at something else. At a URL it can
// do neither: it takes an API key, wants the limits off, and leaves out what needs other settings or a command.
//
// The suite makes rows of its own and deletes them at its end. It reads lists to their end, so give it a small database.
package conformance
