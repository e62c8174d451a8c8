package main

func schema(format string) func(field) object {
	if format == "" {
		return fixed(object{"type": "string"})
	}
	return fixed(object{"type": "string", "format": format})
}

func fixed(schema object) func(field) object { return func(field) object { return schema } }

func enumSchema(f field) object { return object{"enum": f.Enum} }
