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

func TestIntegersAreThoseThatEveryReaderGetsRight(t *testing.T) {
	for text, want := range map[string]bool{"9007199254740992": true, "-9007199254740992": true, "9007199254740993": false,
		"-9007199254740993": false, "1.5": false, "": false} {
		if _, err := ParseInt(text); (err == nil) != want {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

func TestTimesAreKeptInUTC(t *testing.T) {
	got, err := ParseTime("2026-11-23T09:15:00.1234567+01:00")
	if err != nil || got.String() != "2026-11-23T08:15:00.123456Z" {
		t.Errorf("got %s, %v", got, err)
	}
	for _, text := range []string{"", "2026-11-23", "2026-11-23T08:15:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2026-11-23T8:15:00Z", "2026-11-23T08:15:00,5Z", "2026-11-23T08:15:00+24:00"} {
		if _, err := ParseTime(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}
