package main

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// hot is how often something was read that a fault takes for read often.
const hot = 10

func cacheFaults() []fault {
	const (
		told  = "a read says whether the cache had the answer"
		tags  = "a hit has the ETag, and a 304 for who knows it"
		rows  = "a write is seen by the next read of the row"
		pages = "a write is seen by the next read of a page"
	)
	return []fault{
		{"a page says nothing of the cache", told, after(func(r *http.Request, a *answer) {
			if !ofRow(r.URL.Path) {
				a.header.Del("X-Cache")
			}
		})},
		{"that there is no row says nothing of the cache", told, after(func(_ *http.Request, a *answer) {
			if a.status == http.StatusNotFound {
				a.header.Del("X-Cache")
			}
		})},
		{"no row is kept", "the second read of a row is a hit", func(s *server) {
			s.cache.keeps = func(key string, err error) bool { return !ofRow(key) || err != nil }
		}},
		{"no page is kept", "the second read of a page is a hit", func(s *server) {
			s.cache.keeps = func(key string, _ error) bool { return ofRow(key) }
		}},
		{"that there is no row is not kept", "that there is no such row is kept too", func(s *server) {
			s.cache.keeps = func(_ string, err error) bool { return err == nil }
		}},
		{"what is read often loses its ETag", tags, afterMany(func(_ *http.Request, a *answer) { a.header.Del("ETag") })},
		{"what is read often is sent to who has it", tags, func(s *server) {
			many := counter()
			s.before = append(s.before, func(r *http.Request) {
				if many(r) {
					r.Header.Del("If-None-Match")
				}
			})
		}},
		{"a row that is read often outlives its deletion", rows, func(s *server) {
			s.cache.drops = func(r *http.Request) bool {
				return r.Method != http.MethodDelete || s.cache.kept[r.URL.Path].reads < hot
			}
		}},
		{"a page that is read often outlives a write", pages, func(s *server) {
			s.cache.fresh = func(key string, e entry, writes int) bool {
				return e.writes == writes || !ofRow(key) && e.reads >= hot
			}
		}},
		{"a read during a write leaves the old row behind", "no reader gets an old row after a write, whatever others read meanwhile", func(s *server) {
			s.cache.slow = 5 * time.Millisecond
			s.cache.since = func(_, after int) int { return after }
		}},
		{"what is read often is given to anybody", "what is kept is not given to whom it would be refused", func(s *server) {
			many := counter()
			s.auth.closed = func(r *http.Request, v visitor) bool {
				often := many(r)
				return !v.known() && (v.presented || !often)
			}
		}},
	}
}

// ofRow reports whether a path is that of a row and not of a page.
func ofRow(path string) bool { return strings.Count(path, "/") == 4 }

// counter tells of a GET whether its path was read often.
func counter() func(r *http.Request) bool {
	var mu sync.Mutex
	reads := map[string]int{}
	return func(r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		if r.Method == http.MethodGet {
			reads[r.URL.RequestURI()]++
		}
		return reads[r.URL.RequestURI()] > hot
	}
}

// afterMany lets a fault alter the answers to reads of what is read often.
func afterMany(alter func(r *http.Request, a *answer)) func(*server) {
	many := counter()
	return after(func(r *http.Request, a *answer) {
		if many(r) {
			alter(r, a)
		}
	})
}
