package wire

import "testing"

func TestIntegersAreThoseThatEveryReaderGetsRight(t *testing.T) {
	for text, want := range map[string]bool{"9007199254740992": true, "-9007199254740992": true, "9007199254740993": false,
		"-9007199254740993": false, "1.5": false, "": false} {
		if _, err := ParseInt(text); (err == nil) != want {
			t.Errorf("%q gives %v", text, err)
		}
	}
}
