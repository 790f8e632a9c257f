"""The comments of a YAML text and their positions between the values."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from msc.core.record import Record
from msc.core.source import Span
from msc.syntax.parser import tokens
from msc.syntax.spelling import spelled

COMMENT = re.compile(r"#[^\n]*")
# What stands behind `|` or `>`; there a comment belongs to the token of the text.
HEADER = re.compile(r"[|>][-+0-9]*[ \t]*")


class Piece(Record):
    """The significant content of a value or comment, and its position in the text."""

    text: str
    is_comment: bool
    start: int


def pieces(text: str) -> Iterator[Piece]:
    """The values and comments of a well-formed text, in order.

    Between two tokens there is only white space and comments.
    """
    text = spelled(text).text
    end = 0
    for token in tokens(text):
        yield from _comments(text, end, token.start_mark.index)
        end = token.end_mark.index
        if isinstance(token, yaml.ScalarToken):
            yield from _scalar(text, token)
    yield from _comments(text, end, len(text))


def span_of(path: str, text: str, piece: Piece) -> Span:
    """The place of a piece on its line."""
    before = text[: piece.start]
    line, column = before.count("\n") + 1, piece.start - before.rfind("\n")
    return Span(path, line, column, line, column + len(piece.text))


def _scalar(text: str, token: Any) -> Iterator[Piece]:
    start = token.start_mark.index
    header = HEADER.match(text, start) if token.style in ("|", ">") else None
    if header:
        yield from _comments(text, header.end(), text.find("\n", header.end()))
    yield Piece(token.value, False, start)


def _comments(text: str, start: int, end: int) -> Iterator[Piece]:
    for match in COMMENT.finditer(text, start, end):
        yield Piece(match.group().rstrip(), True, match.start())
