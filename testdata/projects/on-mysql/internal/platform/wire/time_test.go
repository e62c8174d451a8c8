package wire

import "testing"

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
