package main

func documentFaults() []fault {
	const (
		valid    = "/openapi.json is valid OpenAPI 3.1"
		routes   = "/openapi.json describes every route"
		answers  = "every answer is as /openapi.json says"
		requests = "every request that was granted is as /openapi.json says"
		list     = "/api/v1/products"
	)
	return []fault{
		{"the document is of OpenAPI 3.0", valid, inDocument(func(d object) { d["openapi"] = "3.0.3" })},
		{"the document has no title", valid, inDocument(func(d object) { delete(at(d, "info"), "title") })},
		{"the document has a type that JSON lacks", valid, inDocument(func(d object) {
			at(d, "components", "schemas")["unused"] = object{"type": "decimal"}
		})},
		{"the document lacks PATCH", routes, inDocument(func(d object) { delete(at(d, "paths", list+"/{id}"), "patch") })},
		{"the document lacks a probe", routes, inDocument(func(d object) { delete(at(d, "paths"), "/readyz") })},
		{"the document has a number where a text is answered", answers, inDocument(func(d object) {
			at(d, "components", "schemas", "products", "properties")["price"] = object{"type": "number"}
		})},
		{"the document lacks a status", answers, inDocument(func(d object) { delete(at(d, "paths", list+"/{id}", "get", "responses"), "304") })},
		{"the document has a header that no answer has", answers, inDocument(func(d object) {
			at(d, "paths", list, "get", "responses", "200")["headers"] = object{"Link": object{"required": true, "schema": object{"type": "string"}}}
		})},
		{"the document lacks a parameter", requests, inDocument(func(d object) {
			get := at(d, "paths", list, "get")
			get["parameters"] = get["parameters"].([]any)[1:]
		})},
		{"the document takes only short texts", requests, inDocument(func(d object) {
			at(d, "components", "schemas", "new_products", "properties", "name")["maxLength"] = 5
		})},
		{"the document lacks a merge patch", requests, inDocument(func(d object) {
			delete(at(d, "paths", list+"/{id}", "patch", "requestBody", "content"), "application/merge-patch+json")
		})},
	}
}
