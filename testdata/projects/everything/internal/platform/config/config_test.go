package config

import (
	"os"
	"strings"
	"testing"

	"github.com/caarlos0/env/v11"
)

func TestDefaultsNeedNoSettings(t *testing.T) {
	if _, err := Load(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryFaultIsReportedAtOnce(t *testing.T) {
	t.Setenv("HTTP_ADDR", "8080")
	t.Setenv("DATABASE_URL", "shop")
	t.Setenv("LOG_LEVEL", "loud")
	t.Setenv("SHUTDOWN_DRAIN", "soon")
	t.Setenv("CORS_ORIGINS", "example.com")
	_, err := Load()
	if err == nil {
		t.Fatal("faulty settings were accepted")
	}
	for _, name := range []string{"HTTP_ADDR", "DATABASE_URL", "LOG_LEVEL", "SHUTDOWN_DRAIN", "CORS_ORIGINS"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q does not name %s", err, name)
		}
	}
}

func TestEveryVariableIsInTheExample(t *testing.T) {
	text, err := os.ReadFile("../../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "#")), "=")
		documented = append(documented, name)
	}
	known, err := env.GetFieldParams(&Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range known {
		if !contains(documented, variable.Key) {
			t.Errorf(".env.example does not document %s", variable.Key)
		}
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
