"""A node tree and a JSON Schema -> diagnostics, each at the smallest incorrect place."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from msc.core.catalogue import structure as codes
from msc.core.diagnostics import Diagnostic, Related, at, in_order
from msc.core.naming import closest
from msc.core.record import Record
from msc.core.source import Span
from msc.syntax.nodes import Mapping, Node, Scalar, Sequence, kind
from msc.syntax.plain import plain

type Path = tuple[str | int, ...]

WORDS = {
    "string": "a text", "object": "a mapping", "array": "a list", "boolean": "true or false",
    "integer": "an integer", "number": "a number", "null": "nothing",
}  # fmt: skip
LIMITS = {
    "minimum": "at least {}", "maximum": "at most {}",
    "minLength": "at least {} characters long", "maxLength": "at most {} characters long",
    "minItems": "at least {} long", "maxItems": "at most {} long",
    "minProperties": "at least {} key long", "maxProperties": "at most {} keys long",
}  # fmt: skip
MAX_SHOWN = 60
# The likely meaning of unknown keys, by a key that is allowed in the same place.
MEANT = {
    "actor": {
        "roles": "write the roles under `actor`: `actor: [clerk]`",
        "role": "write the role under `actor`: `actor: [clerk]`",
        "method": "name the operation in `endpoints`: `POST /orders: place_order`",
        "path": "name the operation in `endpoints`: `POST /orders: place_order`",
    },
    "optional": {
        "required": "a value is required unless it is declared `optional: true`",
        "nullable": "write `optional: true` for a value that may be missing",
        "null": "write `optional: true` for a value that may be missing",
    },
    "reference": dict.fromkeys(
        ("foreign_key", "belongs_to", "relation", "entity"),
        "name the entity under `reference`, without a `type`: `{reference: book}`",
    ),
    "enum": {"values": "list the values under `enum`, without a `type`: `{enum: [first, second]}`"},
    "max_length": {
        "max": "write `maximum` for a number, and `max_length` for a text",
        "min": "write `minimum` for a number, and `min_length` for a text",
        "length": "write `max_length`, for example `{type: string, max_length: 80}`",
    },
    "filters": {
        "limit": "callers set it: `?limit=10`, with at most 100 rows a page",
        "offset": "callers set it: `?offset=20`",
        "cursor": "callers set it: `?cursor=…`, with the `next_cursor` of the page before",
        "order_by": "write `sort`, with the fields that callers may sort by",
    },
}
# The likely meaning of unknown words, by a word that is allowed in the same place.
WORDS_MEANT = {
    "clear": {"set_null": "clear", "nullify": "clear", "null": "clear", "no_action": "restrict",
              "protect": "restrict", "deny": "restrict", "delete": "cascade", "remove": "cascade"},
}  # fmt: skip
SECTIONS = {
    "entities": ("models", "tables", "resources", "schemas", "objects", "collections"),
    "operations": ("actions", "use_cases", "services", "commands", "methods", "workflows"),
    "endpoints": ("routes", "api", "paths", "urls"),
    "rules": ("constraints", "validations", "policies", "guards", "conditions"),
    "authentication": ("auth", "accounts", "login", "users"),
    "notifications": ("messages", "emails", "mails", "templates"),
    "jobs": ("cron", "schedules", "tasks", "schedule"),
    "types": ("enums", "enumerations"),
    "journeys": ("tests", "scenarios", "stories", "examples"),
    "integrations": ("providers",),
}
MEANT["endpoints"] = {
    other: f"the section is called `{section}`"
    for section, others in SECTIONS.items()
    for other in others
}
MAX_EXAMPLE = 90
TORN_OFF = re.compile(r"[()'\"]|[=<>&|]{2}")
TORN = "; within braces, a text that holds a comma needs quotes around it"
OTHER_FILE = "they are read from the file `answers.yaml` beside `spec.yaml`, and only from there"
ITEMS: dict[str | int, str] = {"steps": "a step", "enum": "a word"}


class _Difference(Record):
    """A mistake at `path`, with the missing key or the suggested replacement of a wrong one."""

    diagnostic: Diagnostic
    path: Path
    lacks: str | None = None
    meant: str | None = None


def validate(root: Node, schema: dict[str, Any]) -> tuple[Diagnostic, ...]:
    """All violations of the schema, sorted by place."""
    errors = list(Draft202012Validator(schema).iter_errors(plain(root)))
    differences = [difference for error in errors for difference in _differences(error, root)]
    misspelt = {
        (difference.path, difference.meant)
        for difference in differences
        if difference.meant is not None
    }
    # A key that is missing only because it is misspelt is reported as misspelt.
    reported = (
        difference
        for difference in differences
        if (difference.path, difference.lacks) not in misspelt
    )
    return in_order(tuple(difference.diagnostic for difference in reported))


def _differences(error: ValidationError, root: Node) -> Iterable[_Difference]:
    path = tuple(error.absolute_path)
    node = _node(root, path)
    keyword = str(error.validator)
    limit: Any = error.validator_value
    match keyword:
        case "additionalProperties":
            known = (error.schema.get("properties") or {}) if isinstance(error.schema, dict) else {}
            return _unknown_keys(node, path, known)
        case "propertyNames":
            return _unknown_keys(node, path, limit.get("enum", ()))
        case "enum" | "const" if isinstance(node, Scalar):
            diagnostic = _not_allowed(node, path, limit if keyword == "enum" else (limit,))
        case "required":
            return _missing(error, root, path)
        case "type":
            diagnostic = _wrong_type(error, root, node, path)
        case _ if keyword in LIMITS:
            diagnostic = _out_of_range(node, path, LIMITS[keyword].format(limit))
        case _:
            diagnostic = at(
                codes.NO_FORM_FITS, _span(root, path), place=_place(path),
                reason="it does not have the expected form",
                suggestion="see `msc schema` for what is allowed here",
            )  # fmt: skip
    return (_Difference(diagnostic, path),)


def _wrong_type(error: ValidationError, root: Node, node: Node, path: Path) -> Diagnostic:
    expected = _alternatives([WORDS[name] for name in _as_tuple(error.validator_value)])
    key = str(path[-1]) if path else ""
    example = TORN if TORN_OFF.search(key) else _example(key, error.schema)
    if expected == WORDS["array"] and isinstance(node, Scalar) and isinstance(path[-1], int):
        example = _nested(path, _node(root, path[:-1]))
    return at(
        codes.WRONG_TYPE, _span(root, path), place=_place(path), expected=expected,
        actual=kind(node), example=example,
    )  # fmt: skip


def _nested(path: Path, items: Node) -> str:
    """The end of a hint with the list of lists that a plain list was meant to be."""
    inside = items.items if isinstance(items, Sequence) else ()
    names = [item.text for item in inside if isinstance(item, Scalar)]
    return f", as in `{path[-2]}: [[{', '.join(names)}]]`"


def _example(key: str, schema: Any) -> str:
    """The end of a hint with an example value for the key; empty if there is no short one."""
    values = schema.get("examples", ()) if isinstance(schema, dict) else ()
    lines = [
        yaml.safe_dump({key: value}, default_flow_style=True, sort_keys=False, width=10_000)
        for value in values
    ]
    short = [
        short_line
        for short_line in (line.strip()[1:-1] for line in lines)
        if len(short_line) <= MAX_EXAMPLE
    ]
    return f", for example `{short[0]}`" if short else ""


def _unknown_keys(node: Node, path: Path, known: Iterable[str]) -> Iterator[_Difference]:
    choices = sorted(known)
    strange: list[Scalar] = []
    for entry in node.entries if isinstance(node, Mapping) else ():
        name = str(entry.key.value)
        if name in choices:
            continue
        if not path and name == "answers":
            yield _Difference(_unknown_key(entry.key, path, OTHER_FILE), path)
        elif TORN_OFF.search(name):
            yield _Difference(_unknown_key(entry.key, path, TORN.removeprefix("; ")), path)
        elif meant := _meant(name, choices):
            yield _Difference(_unknown_key(entry.key, path, meant), path)
        elif near := closest(name, choices):
            diagnostic = _unknown_key(entry.key, path, f"did you mean `{near}`?")
            yield _Difference(diagnostic, path, meant=near)
        else:
            strange.append(entry.key)
    if strange:
        others = tuple(Related(key.span, f"nor is `{_cut(key.text)}`") for key in strange[1:])
        diagnostic = _unknown_key(strange[0], path, f"its keys are {_listed(choices)}", others)
        yield _Difference(diagnostic, path)


def _meant(name: str, choices: Iterable[str]) -> str | None:
    beside = (MEANT[choice] for choice in choices if choice in MEANT)
    return next((meant[name] for meant in beside if name in meant), None)


def _unknown_key(
    key: Scalar, path: Path, suggestion: str, others: tuple[Related, ...] = ()
) -> Diagnostic:
    return at(
        codes.UNKNOWN_KEY, key.span, key=_cut(key.text), place=_place(path), suggestion=suggestion,
        related=others,
    )  # fmt: skip


def _not_allowed(node: Scalar, path: Path, allowed: Iterable[object]) -> Diagnostic:
    choices = [str(value) for value in allowed]
    word = node.text.lower().replace(" ", "_")
    meant = next(
        (WORDS_MEANT[choice].get(word) for choice in choices if choice in WORDS_MEANT), None
    )
    near = meant or closest(node.text, choices)
    suggestion = f"did you mean `{near}`?" if near else f"choose from {_listed(choices)}"
    return at(
        codes.NOT_ALLOWED, node.span, value=_cut(node.text), place=_place(path),
        suggestion=suggestion,
    )  # fmt: skip


def _missing(error: ValidationError, root: Node, path: Path) -> Iterator[_Difference]:
    present = error.instance if isinstance(error.instance, dict) else {}
    required: Any = error.validator_value
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    # The validator reports each of them; equal reports are merged.
    for name in (name for name in required if name not in present):
        diagnostic = at(
            codes.MISSING_KEY, _span(root, path, key=True), key=name, place=_place(path),
            example=_example(name, known.get(name)),
        )  # fmt: skip
        yield _Difference(diagnostic, path, lacks=name)


def _out_of_range(node: Node, path: Path, limit: str) -> Diagnostic:
    match node:
        case Scalar(text=text):
            value = _cut(text)
        case Sequence(items=items):
            value = f"{len(items)} long" if items else "empty"
        case Mapping(entries=entries):
            value = f"{len(entries)} keys long" if entries else "empty"
    return at(codes.OUT_OF_RANGE, node.span, place=_place(path), limit=limit, value=value)


def _node(root: Node, path: Path) -> Node:
    node = root
    for part in path:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return node


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(str(part))
    return node.items[part] if isinstance(node, Sequence) and isinstance(part, int) else None


def _span(root: Node, path: Path, *, key: bool = False) -> Span:
    """The place of the value, or of its key for collections and on request."""
    node = _node(root, path)
    parent = _node(root, path[:-1]) if path else None
    if isinstance(parent, Mapping) and (key or not isinstance(node, Scalar)):
        return next(entry.key.span for entry in parent.entries if entry.key.value == str(path[-1]))
    if isinstance(node, Mapping) and node.entries:
        return node.entries[0].key.span
    return node.span


def _place(path: Path) -> str:
    """The place in the reader's terms: `entities.book`, `set` in a step of `operations.lend`."""
    if not path:
        return "the file"
    last = max((index for index, part in enumerate(path) if isinstance(part, int)), default=None)
    if last is None:
        return _dotted(path)
    first = next(index for index, part in enumerate(path) if isinstance(part, int))
    item = ITEMS.get(path[first - 1])
    owner = f"{item or 'an item'} of {_dotted(path[: first - 1] if item else path[:first])}"
    rest = path[last + 1 :]
    return f"{_dotted(rest)} in {owner}" if rest else owner


def _dotted(path: Path) -> str:
    return f"`{_cut('.'.join(str(part) for part in path))}`"


def _alternatives(words: list[str]) -> str:
    *front, last = words
    return f"{', '.join(front)} or {last}" if front else last


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(f"`{choice}`" for choice in choices) or "not limited to a list"


def _as_tuple(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _cut(text: str) -> str:
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= MAX_SHOWN else flat[: MAX_SHOWN - 1] + "…"
