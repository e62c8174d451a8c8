package product

import (
	"errors"
	"strings"
	"testing"

	"everything/internal/platform/problem"
)

func TestExamplesKeepTheRules(t *testing.T) {
	for i := range seedRows {
		d := example(i)
		if err := d.check(); err != nil {
			t.Errorf("example %d: %v", i, err)
		}
	}
}

func TestEachRuleNamesItsField(t *testing.T) {
	for field, spoil := range map[string]func(d *Draft){
		"name": func(d *Draft) { d.Name = strings.Repeat("x", 201) },
	} {
		d := example(0)
		spoil(&d)
		var p *problem.Problem
		if err := d.check(); !errors.As(err, &p) || len(p.Errors) != 1 || p.Errors[0].Field != field {
			t.Errorf("a wrong %s gives %v", field, err)
		}
	}
}
