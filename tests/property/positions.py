"""Every place of a spec that can hold a text, found by walking the published schema."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
POCKET = ROOT / "specs" / "examples" / "pocket" / "spec.yaml"

type Steps = tuple[str | int, ...]
"""How to get to a place; the last step of a key is the key behind `KEY`."""
type Schema = Any
type Data = Any

KEY = "<key>"
ANY_KEY, ANY_ITEM = "*", "[]"


def _schema() -> Schema:
    return json.loads((ROOT / "schemas" / "spec.schema.json").read_text("utf-8"))


SCHEMA = _schema()


def _parts(schema: Schema, seen: tuple[str, ...] = ()) -> Iterator[tuple[Schema, tuple[str, ...]]]:
    """The schema and all that it is made of, with the references that led there."""
    if not isinstance(schema, dict):
        yield {}, seen
        return
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from _parts(SCHEMA["$defs"][name], (*seen, name))
    yield schema, seen
    for key in ("then", "else"):
        if key in schema:
            yield from _parts(schema[key], seen)
    for part in schema.get("allOf", ()):
        yield from _parts(part, seen)


def _holds_text(schema: Schema) -> bool:
    kinds = schema.get("type", () if {"$ref", "if", "properties", "allOf"} & set(schema) else "any")
    return bool({"string", "any"} & set([kinds] if isinstance(kinds, str) else kinds))


def _children(schema: Schema, seen: tuple[str, ...]) -> Iterator[tuple[str, Schema, Any]]:
    for part, names in _parts(schema, seen):
        for key, child in part.get("properties", {}).items():
            if child is not True:
                yield key, child, names
        if isinstance(part.get("additionalProperties"), dict):
            yield ANY_KEY, part["additionalProperties"], names
        if "items" in part:
            yield ANY_ITEM, part["items"], names


def _deeper(place: tuple[str, ...], key: str) -> tuple[str, ...]:
    # Steps within steps are steps.
    within = key == "steps" and place[-2:] == ("steps", ANY_ITEM)
    return place[:-1] if within else (*place, key)


def places_of_schema(
    schema: Schema = SCHEMA, place: tuple[str, ...] = (), seen: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Every place where the language takes a text: values, and keys that the author chooses."""
    if place and any(_holds_text(part) for part, _ in _parts(schema, seen)):
        yield place
    for key, child, names in _children(schema, seen):
        if key == ANY_KEY:
            yield (*place, KEY)
        yield from places_of_schema(child, _deeper(place, key), names)


def positions(data: Data, schema: Schema = SCHEMA, steps: Steps = (), place: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Steps]]:  # fmt: skip
    """Every text of a spec, with its place in the language."""
    if isinstance(data, str):
        yield place, steps
    if not isinstance(data, dict | list):
        return
    known: dict[str, list[Schema]] = {}
    for key, child, _ in _children(schema, ()):
        known.setdefault(key, []).append(child)
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        name = key if key in known else ANY_KEY if isinstance(data, dict) else ANY_ITEM
        if name == ANY_KEY:
            yield (*place, KEY), (*steps, KEY, key)
        inner = {"allOf": known.get(str(name), [])}
        yield from positions(value, inner, (*steps, key), _deeper(place, str(name)))


def with_text(data: Data, steps: Steps, text: str) -> Data:
    """A copy of the spec with another text at a place."""
    copied = copy.deepcopy(data)
    put(copied, steps, text)
    return copied


def put(data: Data, steps: Steps, text: str) -> None:
    """Writes a text, or renames a key, in place."""
    *way, last = steps
    renamed = way[-1:] == [KEY]
    for step in way[:-1] if renamed else way:
        data = data[step]
    if not renamed:
        data[last] = text
        return
    entries = [(text if key == last else key, value) for key, value in data.items()]
    data.clear()
    data.update(entries)


def written(data: Data) -> bytes:
    """The spec as a file, one value per line, everything invisible as an escape."""
    try:
        # libyaml is ten times as fast, and cannot write half a character.
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, width=10**9)
    except UnicodeEncodeError:
        text = yaml.safe_dump(data, sort_keys=False, width=10**9)
    return text.encode()


# What the smallest example does without: text to find, and what to write there instead.
MORE = (
    ("roles:\n", "removed: {room.colour: Nobody looked at it.}\nroles:\n"),
    (
        "  account: person\n",
        "  account: person\n  login: email\n  password: password\n  role: role\n",
    ),
    (
        "      email_verified: {type: boolean, default: false}\n",
        "      email_verified: {type: boolean, default: false}\n"
        "      nickname: {type: string, default: none}\n"
        "      country: {type: string, pattern: '^[A-Z]+$', default: DE, renamed_from: land}\n"
        "      score: {type: decimal, scale: 2, minimum: '0.5', maximum: '9.5', optional: true,\n"
        "        narrowed_from: 'decimal(18, 4)'}\n"
        "      motto: {type: string, default: none, fill: unknown}\n",
    ),
    ("    description: A room that", "    renamed_from: chamber\n    description: A room that"),
    ("cancel: {from: booked,", "cancel: {from: [booked],"),
    ("    indexes:\n      - [room, day]\n", "    unique:\n      - [room, day, guest]\n"
     "    indexes:\n      - [room, day]\n"),
    (
        "payload: {booking: booking, day: booking.day}",
        "payload: {booking: booking, day: {type: booking.day, description: The day.}}",
    ),
    (
        "notifications:\n",
        "notifications:\n  reminder:\n    input: {booking: {type: booking, description: It.}}\n"
        "    channels: [telegram]\n    text: Soon.\n",
    ),
    (
        "price: room.price, notes: room.notes}",
        "price: room.price, notes: room.notes,\n"
        "      label: {type: string, pattern: '^[a-z]+$', default: x, description: A label.},\n"
        "      kind: {enum: [loud, quiet], optional: true},\n"
        "      level: {type: decimal, scale: 1, minimum: '0.5', maximum: '9.5',\n"
        "        optional: true}}",
    ),
    ("    default: never\n", "    default: never\n    blocks: [book_room]\n"),
)  # fmt: skip
ANSWERS = b"answers: {deposit: {value: never}}\n"


def fullest() -> Data:
    """The smallest example with all the keys that it does without."""
    text = POCKET.read_text("utf-8")
    for old, new in MORE:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return yaml.load(text, Loader=yaml.CSafeLoader)
