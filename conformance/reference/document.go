package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// openAPI describes the server as it is, with its faults.
func (s *server) openAPI(*http.Request) (*answer, error) {
	paths, schemas := object{}, object{"Problem": problemSchema()}
	for _, path := range []string{"/livez", "/readyz", "/openapi.json"} {
		paths[path] = object{"get": operation(http.StatusOK, object{"type": "object"})}
	}
	for _, m := range s.modules {
		name := m.path[strings.LastIndexByte(m.path, '/')+1:]
		schemas[name] = s.rowSchema(m)
		schemas["new_"+name] = s.draftSchema(m, true)
		schemas["patch_"+name] = s.draftSchema(m, false)
		paths[m.path], paths[m.path+"/{id}"] = s.listPath(m, name), s.rowPath(name)
	}
	document := object{
		"openapi": "3.1.0", "info": object{"title": "reference", "version": "1"},
		"paths": paths, "components": object{"schemas": schemas},
	}
	if s.jobs != nil {
		s.describeJobs(document)
	}
	if s.auth != nil {
		s.secure(document)
	}
	document, err := plain(document)
	for _, see := range s.document {
		see(document)
	}
	return newAnswer(http.StatusOK, document), err
}

// secure says what needs a caller, and how to be one.
func (s *server) secure(document object) {
	document["security"] = []object{{"key": []string{}}, {"token": []string{}}}
	for _, path := range []string{"/livez", "/readyz", "/openapi.json"} {
		at(document, "paths", path, "get")["security"] = []object{}
	}
	at(document, "components")["securitySchemes"] = object{
		"key":   object{"type": "apiKey", "in": "header", "name": "X-API-Key"},
		"token": object{"type": "http", "scheme": "bearer"},
	}
}

// plain makes one kind of object of everything, so that a fault can find its way.
func plain(document object) (object, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	document = nil
	return document, json.Unmarshal(text, &document)
}

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func content(kind string, schema object) object { return object{kind: object{"schema": schema}} }

// operation has one good answer, or one without content, and problems.
func operation(status int, schema object) object {
	good := object{"description": "done"}
	if schema != nil {
		good["content"] = content("application/json", schema)
	}
	return object{"responses": object{
		strconv.Itoa(status): good,
		"default":            object{"description": "refused", "content": content("application/problem+json", ref("Problem"))},
	}}
}

func (s *server) listPath(m module, name string) object {
	get := operation(http.StatusOK, object{"type": "object", "required": []string{"items"}, "properties": object{
		"items":       object{"type": "array", "items": ref(name)},
		"next_cursor": object{"type": "string"},
	}})
	sorts := []string{"id", "-id"}
	parameters := []object{
		parameter("limit", object{"type": "integer", "minimum": 1, "maximum": 100}), parameter("cursor", object{"type": "string"}),
	}
	for _, f := range m.fields {
		if f.Searchable() {
			sorts = append(sorts, f.Name, "-"+f.Name)
			parameters = append(parameters, parameter(f.Name, s.types[f.Type].schema(f)))
		}
	}
	get["parameters"] = append(parameters, parameter("sort", object{"enum": sorts}))
	post := operation(s.created, ref(name))
	post["requestBody"] = object{"content": content("application/json", ref("new_"+name))}
	return object{"get": get, "post": post}
}

func parameter(name string, schema object) object {
	return object{"name": name, "in": "query", "schema": schema}
}

func (s *server) rowPath(name string) object {
	get, patch, gone := operation(http.StatusOK, ref(name)), operation(http.StatusOK, ref(name)), operation(s.deleted, nil)
	get["responses"].(object)["304"] = object{"description": "not modified"}
	body := content("application/json", ref("patch_"+name))
	maps.Copy(body, content("application/merge-patch+json", ref("patch_"+name)))
	patch["requestBody"] = object{"content": body}
	if s.deleted == http.StatusOK {
		gone = operation(s.deleted, ref(name))
	}
	id := object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string"}}
	return object{"parameters": []object{id}, "get": get, "patch": patch, "delete": gone}
}

// draftSchema is what a client sends; a patch may leave out anything.
func (s *server) draftSchema(m module, whole bool) object {
	properties, required := object{}, []string{}
	for _, f := range m.fields {
		properties[f.Name] = s.fieldSchema(f)
		if whole && !f.Optional {
			required = append(required, f.Name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func (s *server) rowSchema(m module) object {
	schema := s.draftSchema(m, true)
	delete(schema, "additionalProperties")
	for _, name := range []string{"created_at", "updated_at"} {
		schema["properties"].(object)[name] = object{"type": "string", "format": "date-time"}
	}
	return schema
}

func (s *server) fieldSchema(f field) object {
	schema := s.types[f.Type].schema(f)
	if f.Optional {
		return object{"anyOf": []object{schema, {"type": "null"}}}
	}
	return schema
}

func problemSchema() object {
	return object{"type": "object", "properties": object{"title": object{"type": "string"}, "status": object{"type": "integer"}}}
}
