package main

import (
	"encoding/json"
	"net/http"
	"strings"
)

func fieldFaults() []fault {
	const (
		missing = "a required field that is missing is named"
		unknown = "a field that there is not is named"
		types   = "a value of another JSON type is named"
	)
	return []fault{
		{"a text that is missing is empty", missing, inMembers(func(r *http.Request, m module, sent object) {
			for _, f := range m.fields {
				if _, there := sent[f.Name]; !there && f.Type == "string" && r.Method == http.MethodPost {
					sent[f.Name] = ""
				}
			}
		})},
		{"a field that is missing is not named", missing, after(func(_ *http.Request, a *answer) {
			if fields, is := a.object()["errors"].([]faulty); is && fields[0].Detail == "is required" {
				delete(a.object(), "errors")
			}
		})},
		{"null is an empty text", "null in a required field is named", inValues(func(value any) any {
			if value == nil {
				return ""
			}
			return value
		}, "string")},
		{"a field that there is not counts for nothing", unknown, inMembers(func(_ *http.Request, m module, sent object) {
			for name := range sent {
				if _, is := m.field(name); !is {
					delete(sent, name)
				}
			}
		})},
		{"names of fields are told without regard to case", unknown, inMembers(func(_ *http.Request, m module, sent object) {
			for _, f := range m.fields {
				if value, there := sent[strings.ToUpper(f.Name)]; there {
					delete(sent, strings.ToUpper(f.Name))
					sent[f.Name] = value
				}
			}
		})},
		{"only the first faulty field is named", "all faulty fields are named at once", after(func(_ *http.Request, a *answer) {
			if fields, is := a.object()["errors"].([]faulty); is {
				a.object()["errors"] = fields[:1]
			}
		})},
		{"an int may come as a text", types, inValues(func(value any) any {
			if text, is := value.(string); is {
				return json.Number(text)
			}
			return value
		}, "int")},
		{"a text may come as a number", types, inValues(func(value any) any {
			if n, is := value.(json.Number); is {
				return n.String()
			}
			return value
		}, "string", "text")},
		{"a truth may come as a text", types, inValues(func(value any) any {
			if value == "true" {
				return true
			}
			return value
		}, "bool")},
	}
}
