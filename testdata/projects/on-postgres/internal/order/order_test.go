package order

import (
	"errors"
	"strings"
	"testing"

	"example.com/team/types/internal/platform/problem"
	"example.com/team/types/internal/platform/wire"
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
		"group":  func(d *Draft) { d.Group = strings.Repeat("x", 201) },
		"user":   func(d *Draft) { d.User = strings.Repeat("x", 201) },
		"select": func(d *Draft) { d.Select = new(strings.Repeat("x", 201)) },
		"type":   func(d *Draft) { d.Type = "something else" },
		"from":   func(d *Draft) { d.From = strings.Repeat("x", 10_001) },
		"table":  func(d *Draft) { d.Table = new(strings.Repeat("x", 10_001)) },
		"index":  func(d *Draft) { d.Index = wire.MaxInt + 1 },
		"rank":   func(d *Draft) { d.Rank = wire.MaxInt + 1 },
		"key":    func(d *Draft) { d.Key = new(int64(wire.MaxInt + 1)) },
		"memo":   func(d *Draft) { d.Memo = new(strings.Repeat("x", 201)) },
	} {
		d := example(0)
		spoil(&d)
		var p *problem.Problem
		if err := d.check(); !errors.As(err, &p) || len(p.Errors) != 1 || p.Errors[0].Field != field {
			t.Errorf("a wrong %s gives %v", field, err)
		}
	}
}
