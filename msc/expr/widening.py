"""Rewrites what CEL takes for a mix of types: an integer beside a decimal, null beside a value."""

import re
from collections.abc import Iterator

from msc.expr.rewriting import masked
from msc.expr.words import NULLS

NUMBER = r"(?:wrapper\()?(?:double|int)\)?"
MIXED = re.compile(rf"applied to '\((?P<left>{NUMBER}), (?P<right>{NUMBER})\)'")
CHOICE = re.compile(rf"'_\?_:_' applied to '\(bool, (?P<left>{NUMBER}), (?P<right>{NUMBER})\)'")
NULL = re.compile(r"'_\?_:_' applied to '\(bool, (?P<left>[\w.]+), (?P<right>[\w.]+)\)'")
ONLY_NULL = re.compile(r"[\s(]*(null)[\s)]*")
ROUND = re.compile(rf"'round' applied to '\({NUMBER}, int\)'")
MEMBER = re.compile(rf"'@in' applied to '\({NUMBER}, list\(int\)\)'")
INTEGER = re.compile(r"(?<![\w.])\d+(?![\w.])")
OPERATOR = re.compile(r"[<>=!]=|[<>+\-*/%]")
NAMES = re.compile(r"[\w.]+")


def widened(text: str, offset: int, message: str) -> str | None:
    """The text with one operand of what is at `offset` written as CEL wants it, or None."""
    if choice := CHOICE.search(message):
        return _choice(text, offset, choice)
    if (choice := NULL.search(message)) and "null_type" in choice.groups():
        return _with_null(text, offset, *choice.groups())
    if MEMBER.search(message):
        return _member(text, offset)
    if ROUND.search(message):
        begin = text.find("(", offset) + 1
        return _as_decimal(text, begin, _end(text, begin))
    mixed = MIXED.search(message)
    if mixed is None:
        return None
    literal = _literal(text, offset)
    if literal is not None:
        return literal
    operator = OPERATOR.match(text, offset)
    if operator is None:
        return None
    if "int" in mixed["right"]:
        return _right(text, operator.end())
    return _left(text, offset)


def _choice(text: str, offset: int, choice: re.Match[str]) -> str | None:
    """The text with the integer of the two between which `?` chooses as a decimal."""
    if ("int" in choice["left"]) == ("int" in choice["right"]):
        return None
    colon = _end(text, offset + 1)
    if text[colon : colon + 1] != ":":
        return None
    begin, end = (offset + 1, colon) if "int" in choice["left"] else (colon + 1, len(text))
    return _as_decimal(text, begin, min(end, _end(text, begin)))


def _with_null(text: str, offset: int, left: str, right: str) -> str | None:
    """The text with a null between which `?` chooses as one of the type of the other value.

    Rows, dates and timestamps may be null to CEL, and lists never are.
    """
    is_first = left == "null_type"
    typed = NULLS.get(right if is_first else left)
    colon = _end(text, offset + 1)
    begin, end = (offset + 1, colon) if is_first else (colon + 1, _end(text, colon + 1))
    null = ONLY_NULL.fullmatch(text[begin:end])
    if typed is None or null is None:
        return None
    return f"{text[: begin + null.start(1)]}{typed}(){text[begin + null.end(1) :]}"


def _member(text: str, offset: int) -> str | None:
    """The text with the integers of the list behind `in` as decimals."""
    start = text.find("[", offset)
    if start < 0 or text[offset:start].strip() != "in":
        return None
    written = text
    for begin, end in reversed(list(_items(text, start + 1))):
        written = _as_decimal(written, begin, end) or written
    return None if written == text else written


def _items(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the items of a list begin and end."""
    end = _end(text, start)
    yield start, end
    while text[end : end + 1] == ",":
        start, end = end + 1, _end(text, end + 1)
        yield start, end


def _end(text: str, start: int) -> int:
    """Where what begins at `start` ends: at a comma, a bracket, or the `:` that parts a choice."""
    depth = choices = 0
    for index, character in enumerate(masked(text)[start:], start):
        if depth == 0 and choices == 0 and character in ",:)]":
            return index
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            choices += (character == "?") - (character == ":")
    return len(text)


def _as_decimal(text: str, begin: int, end: int) -> str | None:
    piece = text[begin:end].strip()
    begin += len(text[begin:end]) - len(text[begin:end].lstrip())
    end = begin + len(piece)
    if INTEGER.fullmatch(piece.removeprefix("-")):
        return f"{text[:end]}.0{text[end:]}"
    return _wrapped(text, begin, end)


def _literal(text: str, offset: int) -> str | None:
    after = INTEGER.search(text, offset)
    if after and not text[offset : after.start()].strip(" <>=!+-*/%("):
        return text[: after.end()] + ".0" + text[after.end() :]
    before = [
        match
        for match in INTEGER.finditer(text, 0, offset)
        if not text[match.end() : offset].strip()
    ]
    if before:
        return text[: before[-1].end()] + ".0" + text[before[-1].end() :]
    return None


def _right(text: str, start: int) -> str | None:
    """The text with `double(…)` around the operand that begins at `start`."""
    begin = end = start + len(text[start:]) - len(text[start:].lstrip())
    while text[end : end + 1] == "(" or NAMES.match(text, end):
        match = NAMES.match(text, end)
        end = _closing(text, end) if match is None else match.end()
    return _wrapped(text, begin, end)


def _left(text: str, stop: int) -> str | None:
    """The text with `double(…)` around the operand that ends at `stop`."""
    begin = end = len(text[:stop].rstrip())
    while text[begin - 1 : begin] == ")" or NAMES.fullmatch(text, begin - 1, begin):
        begin = _opening(text, begin) if text[begin - 1] == ")" else begin - 1
    return _wrapped(text, begin, end)


def _wrapped(text: str, begin: int, end: int) -> str | None:
    if begin >= end or text[begin:end].startswith("double("):
        return None
    return f"{text[:begin]}double({text[begin:end]}){text[end:]}"


def _closing(text: str, start: int) -> int:
    """The offset after the matching bracket; brackets in quotes count, too."""
    depth = 0
    for index in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index + 1
    return start


def _opening(text: str, stop: int) -> int:
    depth = 0
    for index in range(stop - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return stop
