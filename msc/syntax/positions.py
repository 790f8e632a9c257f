"""Places inside a scalar: an offset in its value -> a place in its file."""

from collections.abc import Iterator, Sequence

from msc.core.source import Span
from msc.syntax.nodes import Scalar

type Piece = tuple[str, int, int]
"""Text that stands in the file as it does in the value, and its line and column."""

JOINTS = {"literal": "\n", "folded": " ", "plain": " ", "quoted": " "}


def inside(node: Scalar, lines: Sequence[str], offset: int, length: int) -> Span:
    """The place of `length` characters at `offset` of the value.

    The whole scalar, where its text is not in the file as it is: escapes, blank lines in a fold.
    """
    pieces = tuple(_pieces(node, lines))
    joint = JOINTS[node.style]
    if joint.join(text for text, _, _ in pieces) != node.text.rstrip("\n"):
        return node.span
    for text, line, column in pieces:
        if offset <= len(text):
            start = column + offset
            end = min(start + max(length, 1), column + max(len(text), offset + 1))
            return Span(node.span.file, line, start, line, end)
        offset -= len(text) + len(joint)
    return node.span


def _pieces(node: Scalar, lines: Sequence[str]) -> Iterator[Piece]:
    span = node.span
    if node.style in ("literal", "folded"):
        yield from _block(span, lines)
        return
    quote = 1 if node.style == "quoted" else 0
    for number in range(span.start_line, min(span.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = span.start_column - 1 + quote if number == span.start_line else _indent(line)
        end = span.end_column - 1 - quote if number == span.end_line else len(line.rstrip())
        yield line[start:end], number, start + 1


def _block(span: Span, lines: Sequence[str]) -> Iterator[Piece]:
    numbers = range(span.start_line + 1, min(span.end_line, len(lines)) + 1)
    indent = next((_indent(lines[each - 1]) for each in numbers if lines[each - 1].strip()), 0)
    last = max((each for each in numbers if lines[each - 1][indent:].strip()
                and _indent(lines[each - 1]) >= indent), default=0)  # fmt: skip
    for number in numbers:
        if number <= last:
            yield lines[number - 1][indent:], number, indent + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
