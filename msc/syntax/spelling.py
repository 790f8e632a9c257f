"""Adapts a text to libyaml, and maps positions back to the original.

libyaml breaks lines at characters that are ordinary in YAML 1.2 and JSON, and does not know the
surrogate pairs with which JSON escapes characters beyond U+FFFF.
"""

import re
from collections.abc import Mapping
from typing import Any

from msc.core.record import Record

LINE_ENDS = "\x85\u2028\u2029"
PRIVATE = range(0xE000, 0xF900)
PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)
LOST = 2
"""How much shorter the escape of a pair is when it is written as one."""


class Spelling(Record):
    """The adapted text; `names` maps each placeholder in it to its character.

    `pairs` holds, per line, the columns after which the adapted text is shorter than the original.
    """

    text: str
    names: Mapping[str, str] = {}
    pairs: Mapping[int, tuple[int, ...]] = {}

    def original(self, text: str) -> str:
        """A piece of the adapted text as in the original."""
        for placeholder, character in self.names.items():
            text = text.replace(placeholder, character)
        return text

    def position(self, mark: Any) -> tuple[int, int]:
        """The original line and column of a mark, counting from 1."""
        if not self.pairs:
            return mark.line + 1, mark.column + 1
        shorter = sum(column < mark.column for column in self.pairs.get(mark.line, ()))
        return mark.line + 1, mark.column + 1 + LOST * shorter


def spelled(text: str) -> Spelling:
    """The text adapted to libyaml."""
    names = _placeholders(text)
    for placeholder, character in names.items():
        text = text.replace(character, placeholder)
    if "\\u" not in text:
        return Spelling(text, names)
    lines, pairs = [], {}
    for number, line in enumerate(text.split("\n")):
        joined, columns = _joined(line)
        lines.append(joined)
        if columns:
            pairs[number] = columns
    return Spelling("\n".join(lines), names, pairs)


def _placeholders(text: str) -> dict[str, str]:
    """For each unusual line break, a character that the text does not contain."""
    free = (chr(code) for code in PRIVATE if chr(code) not in text)
    return {next(free): character for character in LINE_ENDS if character in text}


def _joined(line: str) -> tuple[str, tuple[int, ...]]:
    """The line with surrogate pairs as single escapes, and the columns where these begin."""
    columns: list[int] = []

    def join(match: re.Match[str]) -> str:
        high, low = int(match[2], 16), int(match[3], 16)
        columns.append(match.start() + len(match[1]) - LOST * len(columns))
        return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"

    return PAIR.sub(join, line), tuple(columns)
