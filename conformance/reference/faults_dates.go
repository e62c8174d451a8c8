package main

import (
	"strconv"
	"strings"
	"time"
)

// dateFaults are about dates and times that are none.
func dateFaults() []fault {
	const (
		dates = "a date that the calendar lacks is named"
		times = "a time that is none is named"
	)
	return []fault{
		{"a day that the calendar lacks is the one behind", dates, inValues(func(value any) any {
			text, _ := value.(string)
			var year, month, day int
			if parts := strings.Split(text, "-"); len(text) == 10 && len(parts) == 3 {
				year, _ = strconv.Atoi(parts[0])
				month, _ = strconv.Atoi(parts[1])
				day, _ = strconv.Atoi(parts[2])
				return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			}
			return value
		}, "date")},
		{"a date needs no zeros", dates, inType("date", func(t *fieldType) {
			parse := t.parse
			t.parse = func(f field, text string) (any, error) {
				if day, err := time.Parse("2006-1-2", text); err == nil {
					text = day.Format(time.DateOnly)
				}
				return parse(f, text)
			}
		})},
		{"a time without its zone is in UTC", "a time without its zone is named", inValues(func(value any) any {
			text, _ := value.(string)
			if _, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
				return text + "Z"
			}
			return value
		}, "time")},
		{"a date is a time", times, inValues(func(value any) any {
			text, _ := value.(string)
			if _, err := time.Parse(time.DateOnly, text); err == nil {
				return text + "T00:00:00Z"
			}
			return value
		}, "time")},
		{"a time may be in seconds since 1970", times, inValues(func(value any) any {
			text, _ := value.(string)
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				return time.Unix(n, 0).UTC().Format(time.RFC3339)
			}
			return value
		}, "time")},
	}
}
