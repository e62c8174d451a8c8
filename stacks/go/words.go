package gostack

import (
	"go/token"
	"strings"
)

// initialisms are the words that Go writes in capitals throughout; the list of staticcheck's ST1003 and what else
// stands in a shop's tables.
var initialisms = map[string]bool{
	"acl": true, "api": true, "ascii": true, "cpu": true, "css": true, "dns": true, "ean": true, "eof": true,
	"gtin": true, "guid": true, "html": true, "http": true, "https": true, "iban": true, "id": true, "ip": true,
	"isbn": true, "json": true, "pdf": true, "qps": true, "ram": true, "rpc": true, "sku": true, "sla": true,
	"smtp": true, "sql": true, "ssh": true, "tcp": true, "tls": true, "ttl": true, "udp": true, "ui": true,
	"uid": true, "uri": true, "url": true, "utf8": true, "uuid": true, "vat": true, "vm": true, "xml": true,
}

// Name is the exported Go name of a snake_case word: customer_email → CustomerEmail, sku → SKU, user_id → UserID.
func Name(snake string) string {
	var b strings.Builder
	for _, word := range words(snake) {
		b.WriteString(capital(word))
	}
	return b.String()
}

// Var is the unexported Go name: customer_email → customerEmail, sku → sku, type → typ. It is never a keyword, a
// predeclared name, or a package that generated files import.
func Var(snake string) string {
	var b strings.Builder
	for i, word := range words(snake) {
		if i > 0 {
			word = capital(word)
		}
		b.WriteString(word)
	}
	return reserveVar(b.String())
}

// Package is the name of a module's package: customer_order → customerorder.
func Package(snake string) string { return strings.Join(words(snake), "") }

// Words is the name in prose: customer_order → customer order.
func Words(snake string) string { return strings.Join(words(snake), " ") }

// spelled are the usual short forms of words that cannot be variables.
var spelled = map[string]string{
	"type": "typ", "func": "fn", "package": "pkg", "interface": "iface", "range": "rng", "error": "failure",
	"map": "mapping", "import": "imported", "default": "fallback", "var": "variable", "string": "text",
}

// reserveVar gives a variable name another spelling where the plain one means something else in generated code.
func reserveVar(name string) string {
	if s, ok := spelled[name]; ok {
		return s
	}
	if token.IsKeyword(name) || predeclared[name] || imported[name] {
		return name + "Value"
	}
	return name
}

func words(snake string) []string {
	return strings.FieldsFunc(snake, func(r rune) bool { return r == '_' || r == '-' })
}

func capital(word string) string {
	if initialisms[word] {
		return strings.ToUpper(word)
	}
	if stem, ok := strings.CutSuffix(word, "s"); ok && initialisms[stem] {
		return strings.ToUpper(stem) + "s" // ids → IDs
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
