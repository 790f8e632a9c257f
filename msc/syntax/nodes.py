"""The tree of a YAML file: every key and value has its source position."""

from typing import Literal

from msc.core.record import Record
from msc.core.source import Span

type Value = None | bool | int | float | str
type Style = Literal["plain", "quoted", "literal", "folded"]


class Scalar(Record, array_like=True):
    """A single value; `text` is the source text before YAML 1.2 resolved it."""

    value: Value
    text: str
    style: Style
    span: Span


class Entry(Record, array_like=True):
    """A key and its value."""

    key: Scalar
    value: "Node"


class Mapping(Record, array_like=True):
    """Keys and values in source order; each key is text and occurs once."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> "Node | None":
        """The value of `key`, or None."""
        return next((entry.value for entry in self.entries if entry.key.value == key), None)


class Sequence(Record, array_like=True):
    """Items in their order."""

    items: tuple["Node", ...]
    span: Span


type Node = Scalar | Mapping | Sequence


def kind(node: Node) -> str:
    """The kind of a value in the reader's terms: text, a number, a list, …"""
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
