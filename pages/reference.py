"""`docs/language/reference.md`: the language, from the schema that editors use."""

import json
from collections.abc import Iterator
from typing import Any

from msc.analyze.types import BUILT_IN, row
from msc.core.record import Record
from pages import expressions, planned
from pages.examples import example, excerpt
from pages.markdown import code, fenced, prose, table
from pages.schemas import schemas

type Schema = dict[str, Any]

TYPES = {
    "string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`",
    "object": "mapping", "array": "list", "null": "`null`",
}  # fmt: skip
ANY = "any value"
MAX_EXAMPLES = 2
MIXED = {
    frozenset({"string", "number", "boolean"}): "single value",
    frozenset({"string", "number", "boolean", "null"}): "expression",
}
PLURALS = {
    "text": "texts", "mapping": "mappings", "whole number": "whole numbers",
    "text or mapping": "texts or mappings", "text or whole number": "texts or whole numbers",
    "expression": "expressions", "single value": "single values", ANY: "any values",
}  # fmt: skip


class Part(Record):
    """A mapping of the language: where it stands, and the name of its schema."""

    place: str
    definition: str
    level: int


def page() -> str:
    """The page."""
    spec, answers = read("spec"), read("answers")
    parts = [
        prose("language").replace("<!-- types -->\n", _types()), _contents(spec),
        *(_section(spec, key) for key in spec["properties"]),
        f"# `answers.yaml`\n\n{answers['description']}\n", _section(answers, "answers"),
        expressions.section(), planned.section(),
    ]  # fmt: skip
    return "\n".join(parts)


def read(kind: str) -> Schema:
    """A published schema."""
    schema: Schema = json.loads(schemas()[f"{kind}.schema.json"])
    return schema


def _types() -> str:
    """The rows of the built-in types; the keys of each are the compiler's own."""
    rows = {word: row(word) for word in BUILT_IN}
    return "".join(
        f"| {code(word)} | {known.meaning} | {', '.join(map(code, sorted(known.keys)))} |\n"
        for word, known in rows.items()
    )


def _contents(spec: Schema) -> str:
    rows = (
        (f"[`{key}`](#{key})", _need(spec, key), value["description"])
        for key, value in spec["properties"].items()
    )
    return table(("section", "", "what it holds"), rows)


def _section(schema: Schema, key: str) -> str:
    """A section of the spec: what it is, an example, and every mapping inside of it."""
    value = schema["properties"][key]
    written = fenced("yaml", excerpt(key) or example({key: value["examples"][0]}))
    parts = _parts(schema, value, key, 3)
    tables = [_part(schema, part) for part in dict.fromkeys(parts)]
    return "\n".join([f"## {key}\n", value["description"] + "\n", written, *tables])


def _part(schema: Schema, part: Part) -> str:
    definition = schema["$defs"][part.definition]
    rows = [_row(schema, definition, key) for key in definition["properties"]]
    head = ("key", "takes", "default", "meaning")
    place, _, verb = part.place.partition("[] ")
    title = f"{code(verb)}, a step of {code(place)}" if verb else code(part.place)
    title = f"{'#' * part.level} {title}\n"
    return "\n".join([title, definition["description"] + "\n", table(head, rows)])


def _row(schema: Schema, definition: Schema, key: str) -> tuple[str, ...]:
    value = definition["properties"][key]
    # An editor offers more of them.
    few = value["examples"][:MAX_EXAMPLES]
    shown = " or ".join(code(example(value, flow=True)) for value in few)
    meaning = f"{value['description']} Example: {shown}".replace("|", "\\|").replace("\\\\|", "\\|")
    return code(key), takes(schema, value), _need(definition, key), meaning


def _need(definition: Schema, key: str) -> str:
    if key in definition.get("required", ()):
        return "**required**"
    default = definition["properties"][key].get("default")
    return "" if default in (None, "", [], {}) else code(example(default, flow=True))


def takes(schema: Schema, value: Schema) -> str:
    """What a reader calls the kind of value."""
    if "$ref" in value:
        return takes(schema, _resolved(schema, value))
    if "enum" in value:
        return ", ".join(code(word) for word in value["enum"])
    kinds = _listed(value.get("type", ()))
    if frozenset(kinds) in MIXED:
        return MIXED[frozenset(kinds)]
    return " or ".join(_kind(schema, value, kind) for kind in kinds) or ANY


def _kind(schema: Schema, value: Schema, kind: str) -> str:
    if kind == "array":
        return f"list of {_several(takes(schema, value.get('items', {})))}"
    if kind == "object" and isinstance(value.get("additionalProperties"), dict):
        return f"mapping of names to {_several(takes(schema, value['additionalProperties']))}"
    fixed = [condition["then"]["const"] for condition in value.get("allOf", ())]
    return code(fixed[0]) if kind == "string" and fixed else TYPES[kind]


def _several(words: str) -> str:
    return PLURALS.get(words, words.replace("list of", "lists of"))


def _parts(schema: Schema, value: Schema, place: str, level: int) -> Iterator[Part]:
    """The mappings that a value holds, depth first, each at its first place."""
    for name, suffix in _definitions(value):
        part = Part(f"{place}{suffix}", name, min(level, 5))
        yield part
        for key, inner in schema["$defs"][name]["properties"].items():
            if name not in _names(inner):
                yield from _parts(schema, inner, f"{part.place}.{key}", level + 1)


def _names(value: Schema) -> set[str]:
    return {name for name, _ in _definitions(value)}


def _definitions(value: Schema) -> Iterator[tuple[str, str]]:
    """The definitions that a value may be, and how their place differs from the value's."""
    if "$ref" in value:
        yield value["$ref"].rpartition("/")[2], ""
    elif isinstance(value.get("additionalProperties"), dict):
        for name, suffix in _definitions(value["additionalProperties"]):
            yield name, f".NAME{suffix}"
    elif "items" in value:
        for name, suffix in _choices(value["items"]):
            yield name, f"[]{suffix}"


def _choices(value: Schema) -> Iterator[tuple[str, str]]:
    """A list of steps has a chain of conditions that tells each kind by its verb."""
    yield from _definitions(value)
    while "if" in value:
        verb = next(iter(value["if"].get("required", ())), "")
        for branch in (value["then"], value["else"]):
            for name, suffix in _definitions(branch):
                yield name, f" {verb}{suffix}".rstrip()
        if "if" in value["then"]:
            yield from ((name, f" {verb}") for name, _ in _choices(value["then"]))
        value = value["else"]


def _resolved(schema: Schema, value: Schema) -> Schema:
    schema_: Schema = schema["$defs"][value["$ref"].rpartition("/")[2]]
    return schema_


def _listed(kinds: Any) -> tuple[str, ...]:
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)
