package main

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

func tokenFaults() []fault {
	const (
		taken    = "a token is taken"
		signed   = "a token that is not signed with the secret is refused"
		untimely = "a token for another time is refused"
		foreign  = "a token from another issuer or for another audience is refused"
	)
	return []fault{
		{"no token is taken", taken, func(s *server) { s.auth.timely = func(claims) bool { return false } }},
		{"a token has one audience", taken, ours(func(s *server, c claims) bool { return len(c.Audience) == 1 && s.auth.forUs(c) })},
		{"the signature of a token is not looked at", signed, func(s *server) {
			s.auth.signed = func(string, string, string) bool { return true }
		}},
		{"a token may say that it has no signature", signed, func(s *server) {
			s.auth.signed = func(header, text, sign string) bool {
				return algorithm(header) == "none" && sign == "" || s.auth.rightlySigned(header, text, sign)
			}
		}},
		{"a token picks its algorithm", signed, func(s *server) {
			s.auth.signed = func(header, text, sign string) bool {
				mac := hmac.New(sha512.New, []byte(s.auth.secret))
				mac.Write([]byte(text))
				return algorithm(header) == "HS512" && base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) == sign ||
					s.auth.rightlySigned(header, text, sign)
			}
		}},
		{"a token whose algorithm is none is signed like any", signed, func(s *server) {
			s.auth.signed = func(_, text, sign string) bool { return s.auth.signature(text) == sign }
		}},
		{"a token lives for good", untimely, timely(func(c claims, now int64) bool { return c.NotBefore <= now })},
		{"a token need not end", untimely, timely(func(c claims, now int64) bool {
			return (c.Expires == 0 || c.Expires > now) && c.NotBefore <= now
		})},
		{"a token is good before its time", untimely, timely(func(c claims, now int64) bool { return c.Expires > now })},
		{"any issuer is trusted", foreign, ours(func(s *server, c claims) bool { return slices.Contains(c.Audience, s.auth.audience) })},
		{"an issuer that begins like the trusted one is trusted", foreign, ours(func(s *server, c claims) bool {
			return strings.HasPrefix(c.Issuer, s.auth.issuer) && slices.Contains(c.Audience, s.auth.audience)
		})},
		{"any audience is taken", foreign, ours(func(s *server, c claims) bool { return c.Issuer == s.auth.issuer })},
		{"a token without an audience is taken", foreign, ours(func(s *server, c claims) bool {
			return c.Issuer == s.auth.issuer && (len(c.Audience) == 0 || s.auth.forUs(c))
		})},
	}
}

func ours(decide func(s *server, c claims) bool) func(*server) {
	return func(s *server) { s.auth.ours = func(c claims) bool { return decide(s, c) } }
}

func timely(decide func(c claims, now int64) bool) func(*server) {
	return func(s *server) { s.auth.timely = func(c claims) bool { return decide(c, time.Now().Unix()) } }
}
