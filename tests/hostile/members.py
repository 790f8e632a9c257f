"""Bodies that fit a schema but for one member."""

import json
from collections.abc import Iterator
from typing import Any

FORMATS = {
    "uuid": "01900000-0000-7000-8000-000000000001",
    "email": "hostile@people.example",
    "date": "2031-05-01",
    "date-time": "2031-05-01T10:00:00Z",
    "decimal": "100.00",
    "uri": "https://people.example",
    "password": "correct horse battery",
}
DEPTH = 6

type Schema = dict[str, Any]


def resolved(schema: Schema, document: Schema) -> Schema:
    """The schema itself instead of a reference to it, or of a choice with null."""
    while True:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        elif "allOf" in schema and len(schema["allOf"]) == 1:
            schema = schema["allOf"][0]
        elif chosen := schema.get("anyOf") or schema.get("oneOf"):
            schema = chosen[0]
        else:
            return schema


def body_schema(operation: Schema, document: Schema) -> Schema | None:
    """The schema of the JSON that an operation reads."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else resolved(content.get("schema", {}), document)


def example(schema: Schema, document: Schema, depth: int = DEPTH) -> Any:
    """A value that mostly fits."""
    schema = resolved(schema, document)
    if "const" in schema:
        return schema["const"]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    match schema.get("type"):
        case "object" if depth > 0:
            required = schema.get("required", ())
            members = schema.get("properties", {})
            return {name: example(members[name], document, depth - 1) for name in required}
        case "array" if depth > 0:
            return [example(schema["items"], document, depth - 1)] * schema.get("minItems", 0)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            text = FORMATS.get(schema.get("format", ""), "word " * 30)
            return text[: schema.get("maxLength", 12)]
    return {}


def spoiled(schema: Schema, document: Schema, value: bytes) -> Iterator[tuple[str, bytes]]:
    """For each member, a body that has the value there."""
    fitting = example(schema, document)
    if not isinstance(fitting, dict):
        return
    for name in schema.get("properties", {}):
        others = json.dumps({key: one for key, one in fitting.items() if key != name}).encode()
        comma = b"," if len(others) > 2 else b""
        yield name, others[:-1] + comma + json.dumps(name).encode() + b": " + value + b"}"
