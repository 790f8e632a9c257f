"""One element of a system as an ordered list of readable values, each with a path."""

from collections.abc import Iterator

from msc.core.record import Record, asdict
from msc.core.source import Origin
from msc.ir.behaviour import InputField
from msc.ir.entities import Transition
from msc.ir.expressions import Expression, Node
from msc.ir.fields import Field
from msc.ir.steps import Assignment, Query
from msc.ir.triggers import PayloadField, Text

type KeyPath = tuple[str, ...]

ORDER = "(order)"
"""The last part of the path of a leaf that lists the names of items in their order."""


class Leaf(Record):
    """A readable value.

    `meaning` holds the parts of an expression or a text: checked trees and the literal pieces
    between them.
    """

    path: KeyPath
    text: str
    meaning: tuple[str | Node, ...] = ()


def flatten(element: object, path: KeyPath = ()) -> tuple[Leaf, ...]:
    """The values of `element`; None and empty values are left out."""
    return tuple(_leaves(element, path))


def _leaves(value: object, path: KeyPath) -> Iterator[Leaf]:
    match value:
        case None | "" | () | Origin():
            return
        case Expression():
            yield Leaf(path, value.source, (value.root,))
        case Text():
            meaning = tuple(part if isinstance(part, str) else part.root for part in value.parts)
            yield Leaf(path, text_source(value), meaning)
        case tuple():
            yield from _items(value, path)
        case Record():
            yield from _attributes(value, path)
        case bool():
            yield Leaf(path, "true" if value else "false")
        case _:
            yield Leaf(path, str(value))


def _attributes(value: Record, path: KeyPath) -> Iterator[Leaf]:
    kind = type_word(value)
    if kind is not None:
        yield Leaf(path, kind)
    for name, child in asdict(value).items():
        if not path or not _is_said(value, name):
            yield from _leaves(child, (*path, name))


def _is_said(value: Record, attribute: str) -> bool:
    """Whether an attribute is part of the path already or implied by it."""
    match value:
        case Field() | Transition() | Query():
            return attribute == "name"
        case Assignment():
            return attribute == "field"
    return False


def _items(values: tuple[object, ...], path: KeyPath) -> Iterator[Leaf]:
    if all(isinstance(value, str | int) for value in values):
        yield Leaf(path, ", ".join(str(value) for value in values))
        return
    names = [key_of(value) for value in values]
    if all(names):
        yield Leaf((*path, ORDER), ", ".join(name or "" for name in names))
    for index, (name, item) in enumerate(zip(names, values, strict=True), 1):
        yield from _leaves(item, (*path, name or str(index)))


def key_of(value: object) -> str | None:
    """The name that distinguishes an item from its siblings, or None if only its position does."""
    match value:
        case Field(name) | Transition(name) | Assignment(name):
            return name
        case InputField(field) | PayloadField(field):
            return field.name
    return None


def type_word(value: object) -> str | None:
    """The keyword of a value whose class carries information: a field type or a kind of step."""
    name = type(value).__name__
    for suffix in ("Type", "Step"):
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix).lower()
    return None


def text_source(text: Text) -> str:
    """The text as written in the spec."""
    return "".join(
        part if isinstance(part, str) else "${" + part.source + "}" for part in text.parts
    )
