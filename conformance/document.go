package conformance

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// specification is the JSON Schema of OpenAPI 3.1 documents, as https://spec.openapis.org/oas/3.1/schema/2022-10-07 has it.
//
//go:embed openapi-3.1.schema.json
var specification []byte

// document is an OpenAPI document. Places in it are JSON pointers, such as /paths/~1livez/get.
type document struct {
	root     any
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by place
}

const here = "openapi.json" // the document's name among schemas

func readDocument(text []byte) (*document, error) {
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	d := &document{root, jsonschema.NewCompiler(), map[string]*jsonschema.Schema{}}
	d.compiler.AssertFormat()
	d.compiler.UseRegexpEngine(pattern)
	return d, d.compiler.AddResource(here, root)
}

// unicodeEscape is what patterns of JSON Schema, which are JavaScript's, write otherwise than Go's.
var unicodeEscape = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

func pattern(text string) (jsonschema.Regexp, error) {
	p, err := regexp.Compile(unicodeEscape.ReplaceAllString(text, `\x{$1}`))
	if err != nil {
		return nil, err
	}
	return p, nil
}

// valid checks the document against the specification, and its schemas against theirs.
func (d *document) valid() error {
	spec, err := jsonschema.UnmarshalJSON(bytes.NewReader(specification))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("specification.json", spec); err != nil {
		return err
	}
	schema, err := c.Compile("specification.json")
	if err != nil {
		return err
	}
	if err := schema.Validate(d.root); err != nil {
		return err
	}
	schemas, _ := d.at("/components/schemas").(object)
	for name := range schemas {
		if _, err := d.schema("/components/schemas/" + escape(name)); err != nil {
			return err
		}
	}
	return nil
}

// escapes and unescapes are how a JSON pointer writes what stands for something else in it.
var (
	escapes   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

// escape is a key as a JSON pointer has it.
func escape(key string) string { return escapes.Replace(key) }

// at is what stands at a place, or nil.
func (d *document) at(place string) any {
	value := d.root
	for key := range strings.SplitSeq(strings.TrimPrefix(place, "/"), "/") {
		key = unescapes.Replace(key)
		switch v := value.(type) {
		case object:
			value = v[key]
		case []any:
			if i, err := strconv.Atoi(key); err == nil && i < len(v) {
				value = v[i]
			}
		default:
			return nil
		}
	}
	return value
}

// follow is the place itself, or the one that a reference there leads to.
func (d *document) follow(place string) string {
	for range 10 {
		o, _ := d.at(place).(object)
		to, is := o["$ref"].(string)
		if !is {
			break
		}
		place = strings.TrimPrefix(to, "#")
	}
	return place
}

// operation is the place of what answers a request, or "". A plain path comes before one with parameters.
func (d *document) operation(method, path string) string {
	paths, _ := d.at("/paths").(object)
	best := ""
	for template := range paths {
		if matches(template, path) && (best == "" || !strings.Contains(template, "{")) {
			best = template
		}
	}
	place := "/paths/" + escape(best) + "/" + strings.ToLower(method)
	if best == "" || d.at(place) == nil {
		return ""
	}
	return place
}

// matches reports whether a template such as /products/{id} fits a path.
func matches(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && (!strings.HasPrefix(want[i], "{") || got[i] == "") {
			return false
		}
	}
	return true
}

// answer holds an answer to the operation that gave it.
func (d *document) answer(operation string, status int, header http.Header, body []byte) error {
	responses := d.follow(operation + "/responses")
	place := ""
	for _, key := range []string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "default"} {
		if d.at(responses+"/"+key) != nil {
			place = d.follow(responses + "/" + key)
			break
		}
	}
	if place == "" {
		return fmt.Errorf("the status %d is not described", status)
	}
	headers, _ := d.at(place + "/headers").(object)
	for name := range headers {
		o, _ := d.at(d.follow(place + "/headers/" + escape(name))).(object)
		if o["required"] == true && header.Get(name) == "" {
			return fmt.Errorf("the header %s is missing", name)
		}
	}
	if len(body) == 0 && d.at(place+"/content") == nil {
		return nil
	}
	return d.content(place, header.Get("Content-Type"), body)
}

// content holds a body to what is described for its type.
func (d *document) content(place, contentType string, body []byte) error {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("Content-Type %q: %w", contentType, err)
	}
	described, _ := d.at(place + "/content/" + escape(kind)).(object)
	if described == nil {
		return fmt.Errorf("the type %s is not described", kind)
	}
	if described["schema"] == nil {
		return nil
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return d.holds(place+"/content/"+escape(kind)+"/schema", value)
}

// request holds the query and the body of a request to the operation it asks for.
func (d *document) request(operation string, r *http.Request, body []byte) error {
	for name, values := range r.URL.Query() {
		if err := d.parameter(operation, name, values); err != nil {
			return err
		}
	}
	place := d.follow(operation + "/requestBody")
	if d.at(place) == nil || len(body) == 0 {
		return nil
	}
	return d.content(place, r.Header.Get("Content-Type"), body)
}

func (d *document) parameter(operation, name string, values []string) error {
	item := operation[:strings.LastIndexByte(operation, '/')]
	for _, list := range []string{operation + "/parameters", item + "/parameters"} {
		all, _ := d.at(list).([]any)
		for i := range all {
			place := d.follow(list + "/" + strconv.Itoa(i))
			if p, _ := d.at(place).(object); p["name"] != name || p["in"] != "query" {
				continue
			}
			return d.text(place+"/schema", values[0])
		}
	}
	return fmt.Errorf("the parameter %s is not described", name)
}

// text holds the text of a parameter to a schema, as what it can be read as.
func (d *document) text(place, text string) error {
	as := d.holds(place, text)
	if value, err := jsonschema.UnmarshalJSON(strings.NewReader(text)); as != nil && err == nil {
		return d.holds(place, value)
	}
	return as
}

// holds validates a value.
func (d *document) holds(place string, value any) error {
	schema, err := d.schema(place)
	if err != nil {
		return err
	}
	invalid, is := errors.AsType[*jsonschema.ValidationError](schema.Validate(value))
	if !is {
		return nil
	}
	lines := strings.Split(invalid.Error(), "\n") // the first names the schema, the others what is wrong
	return errors.New(strings.Join(slices.DeleteFunc(lines[1:], func(l string) bool { return strings.TrimSpace(l) == "" }), ";"))
}

func (d *document) schema(place string) (*jsonschema.Schema, error) {
	if known := d.schemas[place]; known != nil {
		return known, nil
	}
	schema, err := d.compiler.Compile(here + "#" + place)
	if err == nil {
		d.schemas[place] = schema
	}
	return schema, err
}
