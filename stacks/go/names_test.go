package gostack

import (
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

const (
	aProject = generator.KindProject
	aModule  = generator.KindModule
	aField   = generator.KindField
	aPart    = "job"
)

func TestNamesThatWork(t *testing.T) {
	for _, c := range []struct{ kind, names string }{
		{aProject, "shop my-shop web2 api scale a order shop_1 example user-service"},
		{aModule, "product order user group table index key customer_order line_item image container log2 image2 text " +
			"windows linux_box tests event category status box a list com10 contest latest driver signal url goose page key index log path sort"},
		{aField, "name order group select index table key type func range package default customer_email sku from where " +
			"time date string error map value limit_per_day sorted x_linux y_test user_id"},
		{aPart, "send_receipt resize_image2 order delete run open import_2026 linux testing"},
	} {
		for _, name := range strings.Fields(c.names) {
			if err := (Stack{}).CheckName(c.kind, name); err != nil {
				t.Errorf("%s %s: %v", c.kind, name, err)
			}
		}
	}
}

func TestNamesThatAreRefused(t *testing.T) {
	everywhere := []string{"", "../x", "/etc/passwd", `C:\x`, "a b", "a;touch x", "$(x)", "`x`", "🦀", "ünïcode", "Product",
		strings.Repeat("a", 300), strings.Repeat("é", 200), "1st", "_x", "x_", "a__b", "a.b", "a/b", "..", ".", "-x", "x\x00y",
		"x\n", " x", "x\xff", "a&b", "a|b", "a'b", `a"b`, "~", "*", "{{.name}}", "aux.txt", "ａ", "кот", "\u202ex", "a\u200bb"}
	for _, c := range []struct {
		kind  string
		names []string
	}{
		{aProject, append([]string{"main", "internal", "vendor", "con", "nul", "aux", "lpt1", "a-_b", "x-", "cmd"}, everywhere...)},
		{aModule, append([]string{"main", "internal", "platform", "api", "cmd", "test", "vendor", "init", "func", "type", "var",
			"go", "select_", "range", "string", "error", "len", "any", "http", "time", "json", "context", "errors", "sql", "con",
			"com1", "prn", "order_test", "job_linux", "x_arm64", "x_js", "a-b", "store", "module", "modules", "config",
			"inter_nal", "con_text", "migrations", "draft", "p", "scale_gen", "scale_gen_x", "wire", "seed"}, everywhere...)},
		{aField, append([]string{"id", "created_at", "updated_at", "limit", "cursor", "sort", "ctid", "a-b", "version", "draft", "i_d"}, everywhere...)},
		{aPart, append([]string{"send_test", "test", "build_linux", "x_arm64", "con", "a-b", "scale_gen", "scale_gen_x", "jobs", "store", "http", "wire", "cache",
			"access", "seed"}, everywhere...)},
	} {
		for _, name := range c.names {
			err := (Stack{}).CheckName(c.kind, name)
			if err == nil {
				t.Errorf("%s %q: accepted", c.kind, name)
				continue
			}
			if len(err.Error()) > 200 || strings.ContainsAny(err.Error(), "\n\x00\x1b") {
				t.Errorf("%s %q: message of %d bytes, or with control characters: %v", c.kind, name, len(err.Error()), err)
			}
		}
	}
}

func TestModulePaths(t *testing.T) {
	for _, good := range []string{"shop", "example.com/shop", "github.com/Acme/my-shop", "shop/v2", "a.b/c_d"} {
		if err := (Stack{}).CheckModulePath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "../x", "/abs", "a b", "a;b", "$(x)", "a//b", "a/", "time", "net/shop", "ünï/x", "a/../b", "x\n"} {
		if err := (Stack{}).CheckModulePath(bad); err == nil {
			t.Errorf("%q: accepted", bad)
		}
	}
}
