"""Where the parts of a checked expression begin and end in its text.

CEL reports one offset for each node: of a name or a literal its first character, of an operator
the operator, of a call the opening bracket, of a field the dot before it.
"""

import re

from msc.core.record import Record
from msc.expr.rewriting import masked
from msc.expr.wire import Decoded, Raw, RawCall, RawList, RawMacro, RawName, RawSelect

TOKEN = re.compile(r"-?[\w.]+|\S")
FIELD = re.compile(r"\.\s*\w+")
NAME_BEFORE = re.compile(r"[\w.\s]*\Z")
FUNCTION_BEFORE = re.compile(r"\w+\s*\Z")
BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Extent(Record):
    """A range of offsets in a text, without the end."""

    start: int
    end: int


class Extents:
    """The extents of the nodes of one expression."""

    def __init__(self, text: str, decoded: Decoded) -> None:
        self._text = masked(text)
        self._decoded = decoded
        self._offsets = decoded.offsets()

    def of(self, raw: Raw) -> Extent:
        """The extent of a node, with its brackets if it begins or ends with any."""
        inner = [self.of(child) for child in _children(raw)]
        offset = self._offsets.get(self._decoded.identifier(raw))
        if offset is None:
            return Extent(0, len(self._text))
        own = self._own(raw, offset)
        starts, ends = zip(*((part.start, part.end) for part in (own, *inner)), strict=True)
        return self._balanced(min(starts), max(ends))

    def _own(self, raw: Raw, offset: int) -> Extent:
        """The extent of what CEL's offset of a node points at."""
        text = self._text
        if text[offset : offset + 1] in ("(", "["):
            start = offset
            if text[offset] == "(" and not (isinstance(raw, RawCall) and raw.target is not None):
                function = FUNCTION_BEFORE.search(text, 0, offset)
                start = function.start() if function else offset
            return Extent(start, _closing(text, offset))
        token = (FIELD if text[offset : offset + 1] == "." else TOKEN).match(text, offset)
        end = offset + 1 if token is None else token.end()
        if isinstance(raw, RawName) and text[offset : offset + 1] == ".":
            before = NAME_BEFORE.search(text, 0, offset)
            piece = before[0] if before else ""
            return Extent(offset - len(piece.lstrip()), end)
        return Extent(offset, end)

    def _balanced(self, start: int, end: int) -> Extent:
        """The extent, widened until each bracket inside has its partner."""
        depth = missing = 0
        for character in self._text[start:end]:
            depth += (character in BRACKETS) - (character in BRACKETS.values())
            missing = max(missing, -depth)
        start = _back(self._text, start, missing)
        return Extent(start, _forward(self._text, end, depth + missing))


def _children(raw: Raw) -> tuple[Raw, ...]:
    match raw:
        case RawSelect(operand):
            return (operand,)
        case RawCall(_, target, arguments):
            return arguments if target is None else (target, *arguments)
        case RawList(items):
            return items
        case RawMacro(_, source, _, body):
            return source, body
        case _:
            return ()


def _closing(text: str, start: int) -> int:
    return _forward(text, start + 1, 1)


def _forward(text: str, end: int, depth: int) -> int:
    while depth > 0 and end < len(text):
        depth += (text[end] in BRACKETS) - (text[end] in BRACKETS.values())
        end += 1
    return end


def _back(text: str, start: int, depth: int) -> int:
    while depth > 0 and start > 0:
        start -= 1
        depth += (text[start] in BRACKETS.values()) - (text[start] in BRACKETS)
    return start
