package merge

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"go.yaml.in/yaml/v3"
)

// CheckTOML is a Check for TOML, which allows no key twice.
func CheckTOML(data []byte) error {
	var into map[string]any
	err := toml.Unmarshal(data, &into)
	var fault toml.ParseError
	if errors.As(err, &fault) {
		return &LineError{fault.Position.Line, fault.Message}
	}
	return err
}

// CheckXML is a Check for well-formed XML. Files in another encoding than UTF-8 are not looked into.
func CheckXML(data []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		_, err := decoder.Token()
		var fault *xml.SyntaxError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &fault):
			return &LineError{fault.Line, fault.Msg}
		case err != nil:
			return err
		}
	}
}

// CheckJSON is a Check for JSON with one value, in which no object names a key twice. (RFC 8259 leaves open what such an
// object means, and parsers differ.)
func CheckJSON(data []byte) error {
	j := jsonReader{data, json.NewDecoder(bytes.NewReader(data))}
	j.UseNumber()
	if err := j.value(); err != nil {
		return err
	}
	if _, err := j.Token(); err != io.EOF {
		return j.fault("more than one value")
	}
	return nil
}

type jsonReader struct {
	data []byte
	*json.Decoder
}

func (j jsonReader) fault(msg string) error {
	return &LineError{1 + bytes.Count(j.data[:j.InputOffset()], []byte("\n")), msg}
}

// next reads one token.
func (j jsonReader) next() (json.Token, error) {
	token, err := j.Token()
	var fault *json.SyntaxError
	switch {
	case err == io.EOF:
		return nil, j.fault("the file ends in the middle of a value")
	case errors.As(err, &fault):
		return nil, &LineError{1 + bytes.Count(j.data[:fault.Offset], []byte("\n")), fault.Error()}
	}
	return token, err
}

func (j jsonReader) value() error {
	token, err := j.next()
	switch token {
	case json.Delim('{'):
		return j.object()
	case json.Delim('['):
		return j.list()
	}
	return err
}

func (j jsonReader) list() error {
	for j.More() {
		if err := j.value(); err != nil {
			return err
		}
	}
	_, err := j.next()
	return err
}

func (j jsonReader) object() error {
	seen := map[json.Token]bool{}
	for j.More() {
		key, err := j.next()
		if err != nil {
			return err
		}
		if seen[key] {
			return j.fault(fmt.Sprintf("the key %q stands twice in one object", key))
		}
		seen[key] = true
		if err := j.value(); err != nil {
			return err
		}
	}
	_, err := j.next()
	return err
}

// CheckYAML is a Check for every document of a YAML file, in which no mapping names a key twice (YAML 1.2, 3.2.1.3).
func CheckYAML(data []byte) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		if err := decoder.Decode(&document); err == io.EOF {
			return nil
		} else if err != nil {
			return yamlFault(err)
		}
		if err := uniqueKeys(&document); err != nil {
			return err
		}
	}
}

// yamlFault reads the line out of the parser's message, its only home.
func yamlFault(err error) error {
	parts := strings.SplitN(err.Error(), ": ", 3) // yaml: line 3: what is wrong
	if len(parts) == 3 {
		if line, e := strconv.Atoi(strings.TrimPrefix(parts[1], "line ")); e == nil {
			return &LineError{line, parts[2]}
		}
	}
	return err
}

func uniqueKeys(n *yaml.Node) error {
	seen := map[string]bool{}
	for i, child := range n.Content {
		if err := uniqueKeys(child); err != nil {
			return err
		}
		if n.Kind != yaml.MappingNode || i%2 == 1 || child.Kind != yaml.ScalarNode {
			continue
		}
		key := child.ShortTag() + " " + child.Value
		if seen[key] {
			return &LineError{child.Line, fmt.Sprintf("the key %q stands twice in one mapping", child.Value)}
		}
		seen[key] = true
	}
	return nil
}
