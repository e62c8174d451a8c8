package wire

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestDecimalsKeepTheirDigits(t *testing.T) {
	for _, text := range []string{"0", "19.90", "-0.5", "1234567890123456789012345678.0123456789"} {
		var d Decimal
		if err := json.Unmarshal([]byte(`"`+text+`"`), &d); err != nil || string(d) != text {
			t.Errorf("%s became %s, %v", text, d, err)
		}
	}
	for _, text := range []string{"", "1e3", "NaN", "+1", ".5", "5.", "01", "1,5", " 1", "0x1", "12345678901234567890123456789", "0.12345678901"} {
		if _, err := ParseDecimal(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestDecimalsAreOrderedAsNumbers(t *testing.T) {
	for range 10_000 {
		a, b := randomDecimal(), randomDecimal()
		if got, want := CompareDecimals(string(a), string(b)), a.Rat().Cmp(b.Rat()); got != want {
			t.Fatalf("%s and %s: got %d, want %d", a, b, got, want)
		}
	}
}

// randomDecimal is a short one, so that equal numbers come up.
func randomDecimal() Decimal {
	text := strconv.Itoa(rand.IntN(200) - 100)
	if rand.IntN(4) == 0 {
		text = "-0"
	}
	return Decimal(text + "." + strings.Repeat("0", rand.IntN(2)) + strconv.Itoa(rand.IntN(20)))
}
