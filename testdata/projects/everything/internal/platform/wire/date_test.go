package wire

import "testing"

func TestDatesAreDaysOfTheCalendar(t *testing.T) {
	if _, err := ParseDate("2028-02-29"); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"", "2026-02-29", "2026-1-2", "0000-01-01", "2026-11-23T00:00:00Z"} {
		if _, err := ParseDate(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}
