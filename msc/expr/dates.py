"""Dates that somebody writes in an expression, where CEL reads a subtraction or a text."""

import re

from msc.core.record import Record

ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{2}[\w:.+-]*)?")
BEFORE = re.compile(rf"(?<![\w.-])({ISO.pattern})['\")\]\s]*\Z")
AFTER = re.compile(rf"(?:\bin\b|\W)[\W]*?({ISO.pattern})")
WHOLE = re.compile(rf"['\"]?({ISO.pattern})['\"]?")


class WrittenDate(Record):
    """A date or datetime in a text, and its offset."""

    text: str
    start: int

    @property
    def message(self) -> str:
        """What is wrong with it."""
        return f"`{self.text}` is not a {self.word} here"

    @property
    def word(self) -> str:
        """The type that it is meant to be."""
        return "datetime" if ":" in self.text else "date"

    @property
    def hint(self) -> str:
        """What to write instead."""
        now = "now" if self.word == "datetime" else "today"
        return f"compare with `{now}`, a field or an input: expressions have no fixed {self.word}s"


def operand(text: str, offset: int) -> WrittenDate | None:
    """The date beside the operator at `offset`."""
    match = AFTER.match(text, offset) or BEFORE.search(text, 0, offset)
    return None if match is None else WrittenDate(match[1], match.start(1))


def whole(text: str) -> WrittenDate | None:
    """The date that is the whole text."""
    match = WHOLE.fullmatch(text.strip().removeprefix('"').removesuffix('"'))
    return None if match is None else WrittenDate(match[1], text.index(match[1]))


def around(text: str, offset: int) -> WrittenDate | None:
    """The datetime inside which `offset` is."""
    for match in ISO.finditer(text):
        if match.start() < offset <= match.end() and ":" in match[0]:
            return WrittenDate(match[0], match.start())
    return None
