"""Unquoted texts cut off by ` #` where the rest does not look like a comment."""

import re
from collections.abc import Iterator

from msc.core.catalogue.syntax import CUT_OFF
from msc.core.diagnostics import Diagnostic, at
from msc.core.source import Span
from msc.syntax.nodes import Mapping, Node, Scalar, Sequence

# A comment is written with a space after its `#`; tools have marks of their own.
CUT = re.compile(r"[ \t]+(#[^\s#!:].*)")


def cut_off(root: Node, text: str) -> Iterator[Diagnostic]:
    """A warning for each text that is partly read as a comment."""
    if " #" not in text and "\t#" not in text:
        return
    lines = text.split("\n")
    for scalar in _plain_texts(root):
        rest = lines[scalar.span.end_line - 1][scalar.span.end_column - 1 :]
        cut = CUT.fullmatch(rest)
        if cut is not None:
            yield _warning(scalar, cut)


def _warning(scalar: Scalar, cut: re.Match[str]) -> Diagnostic:
    line, column = scalar.span.end_line, scalar.span.end_column + cut.start(1)
    span = Span(scalar.span.file, line, column, line, column + len(cut[1]))
    whole = f"{scalar.text}{cut[0]}".rstrip()
    rest, comment = cut[1].rstrip(), cut[1][1:].rstrip()
    return at(CUT_OFF, span, rest=rest, quoted=quoted(whole), comment=comment)


def quoted(text: str) -> str:
    """The text in single quotes, where only the quote itself needs escaping."""
    return "'" + text.replace("'", "''") + "'"


def _plain_texts(node: Node) -> Iterator[Scalar]:
    match node:
        case Mapping(entries):
            for entry in entries:
                yield from _plain_texts(entry.value)
        case Sequence(items):
            for item in items:
                yield from _plain_texts(item)
        case Scalar(value=str(), style="plain"):
            yield node
