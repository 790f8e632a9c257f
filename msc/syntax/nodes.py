"""The tree that a YAML file is read into: every key and value knows its place."""

from typing import Literal

from msc.core.record import Record
from msc.core.source import Span

type Value = None | bool | int | float | str
type Style = Literal["plain", "quoted", "literal", "folded"]


class Scalar(Record):
    """A single value; `text` is what was written, before it was resolved by YAML 1.2."""

    value: Value
    text: str
    style: Style
    span: Span


class Entry(Record):
    """A key and its value."""

    key: Scalar
    value: "Node"


class Mapping(Record):
    """Keys and values in their written order; each key is text and occurs once."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> "Node | None":
        """The value of `key`, or None."""
        return next((entry.value for entry in self.entries if entry.key.value == key), None)


class Sequence(Record):
    """Items in their order."""

    items: tuple["Node", ...]
    span: Span


type Node = Scalar | Mapping | Sequence


def kind(node: Node) -> str:
    """What a reader calls the value: text, a number, a list, …"""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool()):
            return "true or false"
        case Scalar(value=int() | float()):
            return "a number"
        case Scalar():
            return "a text"
