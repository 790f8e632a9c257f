"""Positions inside a scalar: an offset in its value -> a place in its file.

The source is read again character by character, because quoting, escapes and folded lines make the
value differ from the text in the file.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msc.core.record import Record
from msc.core.source import Span
from msc.syntax.nodes import Scalar

ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class _Character(Record):
    """A character of the value and its line and column in the file."""

    text: str
    line: int
    column: int
    width: int = 1


type _Line = list[_Character]


def inside(node: Scalar, lines: Sequence[str], offset: int, length: int) -> Span:
    """The place of `length` characters at `offset` of the value, as far as they are on one line.

    The whole scalar if the text cannot be located in the file.
    """
    characters = _characters(node, lines)
    text = "".join(character.text for character in characters)
    if text.rstrip("\n") != node.text.rstrip("\n") or not characters:
        return node.span
    first = characters[min(offset, len(characters) - 1)]
    marked = characters[offset : offset + max(length, 1)] or [first]
    last = list(takewhile(lambda character: character.line == first.line, marked))[-1]
    beyond = offset - len(characters) + 1 if offset >= len(characters) else 0
    start, end = first.column + beyond, last.column + last.width + beyond
    return Span(node.span.file, first.line, start, first.line, end)


def _characters(node: Scalar, lines: Sequence[str]) -> list[_Character]:
    if node.style == "literal":
        return _joined([[*line, _break(line, at)] for at, line in _block(node, lines)])
    if node.style == "folded":
        return _folded_block(_block(node, lines))
    return _folded(list(_flow(node, lines)))


def _joined(lines: Sequence[_Line]) -> list[_Character]:
    return [character for line in lines for character in line]


def _break(line: _Line, number: int, text: str = "\n") -> _Character:
    return _Character(text, number, line[-1].column + line[-1].width if line else 1)


def _plain(text: str, number: int, column: int) -> _Line:
    return [_Character(character, number, column + at) for at, character in enumerate(text)]


def _block(node: Scalar, lines: Sequence[str]) -> list[tuple[int, _Line]]:
    """The lines of a block scalar without indentation, up to the last that is not blank."""
    span = node.span
    # A scalar that ends at the beginning of a line has nothing of that line.
    end = span.end_line - (span.end_column == 1)
    numbers = range(span.start_line + 1, min(end, len(lines)) + 1)
    indent = _first_indent([lines[number - 1] for number in numbers]) - _first_indent(
        node.text.split("\n")
    )
    last = max((number for number in numbers if lines[number - 1][indent:].strip()
                and _indent(lines[number - 1]) >= indent), default=0)  # fmt: skip
    return [
        (number, _plain(lines[number - 1][indent:], number, indent + 1))
        for number in numbers
        if number <= last
    ]


def _folded_block(block: list[tuple[int, _Line]]) -> list[_Character]:
    """Lines are joined by spaces, except blank ones and those with extra indentation."""
    characters: list[_Character] = []
    for index, (number, line) in enumerate(block):
        characters += line
        following = block[index + 1][1] if index + 1 < len(block) else []
        before = next((text for _, text in reversed(block[: index + 1]) if text), [])
        if not line or _stands(line) or _stands(following) or index + 1 == len(block):
            characters.append(_break(line, number))
        elif following:
            characters.append(_break(line, number, " "))
        elif _stands(_next_text(block, index)) or _stands(before):
            characters.append(_break(line, number))
    return characters


def _next_text(block: list[tuple[int, _Line]], index: int) -> _Line:
    return next((line for _, line in block[index + 1 :] if line), [])


def _stands(line: _Line) -> bool:
    """Whether a folded scalar keeps the line separate."""
    return bool(line) and line[0].text in " \t"


def _flow(node: Scalar, lines: Sequence[str]) -> Iterator[tuple[int, _Line, bool]]:
    """The lines of a plain or quoted scalar, and whether each continues without a space."""
    span, quote = node.span, ""
    if node.style == "quoted":
        quote = lines[span.start_line - 1][span.start_column - 1]
    for number in range(span.start_line, min(span.end_line, len(lines)) + 1):
        line = lines[number - 1]
        first, last = number == span.start_line, number == span.end_line
        start = span.start_column - 1 + len(quote) if first else _blanks(line)
        text = line[start : span.end_column - 1 - len(quote)] if last else line[start:].rstrip()
        goes_on = quote == '"' and not last and _ends_with_escape(text)
        yield number, _unquoted(text[:-1] if goes_on else text, quote, number, start + 1), goes_on


def _ends_with_escape(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _unquoted(text: str, quote: str, number: int, column: int) -> _Line:
    line = _plain(text, number, column)
    if quote == "'":
        return _without(line, re.finditer("''", text), lambda _: "'")
    if quote == '"':
        return _without(line, ESCAPE.finditer(text), _escaped)
    return line


def _without(line: _Line, marks: Iterator[re.Match[str]], meaning: object) -> _Line:
    assert callable(meaning)
    characters, position = [], 0
    for mark in marks:
        first = line[mark.start()]
        characters += line[position : mark.start()]
        characters.append(_Character(meaning(mark), first.line, first.column, len(mark[0])))
        position = mark.end()
    return characters + line[position:]


def _escaped(mark: re.Match[str]) -> str:
    code = mark[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return ESCAPED.get(code, code)


def _folded(flow: list[tuple[int, _Line, bool]]) -> list[_Character]:
    """A single line break becomes a space; each blank line after it becomes a line break."""
    characters: list[_Character] = []
    blank = False
    for index, (number, line, goes_on) in enumerate(flow):
        characters += line
        if index + 1 == len(flow) or goes_on:
            continue
        if not flow[index + 1][1] and index + 2 < len(flow):
            characters += [_break(line, number)] if blank else []
            blank = True
        else:
            characters.append(_break(line, number, "\n" if blank else " "))
            blank = False
    return characters


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _first_indent(lines: Sequence[str]) -> int:
    """The indentation of the first line that is not blank."""
    return next((_indent(line) for line in lines if line.strip()), 0)


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
