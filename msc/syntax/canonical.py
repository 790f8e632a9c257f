"""The canonical form of a spec file: uniform spacing and indentation, comments preserved."""

import io
import itertools
import re
import warnings

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from msc.core.catalogue import syntax as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.source import Span
from msc.syntax.comments import Piece, pieces, span_of
from msc.syntax.plain import Plain, plain
from msc.syntax.tree import read

# A line ends where its author ended it: a mapping in braces that is broken cannot be read.
WIDTH = 10_000
# Line breaks of YAML that editors, and the formatter, take for characters of a line.
ODD_BREAK = re.compile("[\x85\u2028\u2029]")
FOR_READING = "write the part as plain mappings and lists, and quote texts with unusual characters"
FOR_COMMENTS = "put the comment on a line of its own, above what is in braces or brackets"


class Words(VersionedResolver):
    """Resolves every value as text, so that each is written exactly as its author wrote it."""

    def resolve(self, kind: object, value: object, implicit: object) -> object:
        """The tag of a node."""
        if kind is ScalarNode and value:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


def canonical(path: str, text: str) -> Checked[str]:
    """The canonical text, or the original text and the reason if something would be lost."""
    odd = ODD_BREAK.search(text)
    if odd:
        place = span_of(path, text, Piece(odd.group(), False, odd.start()))
        return Checked(text, (_refused(place, "it has an unusual line break", FOR_READING),))
    try:
        formatted = _formatted(text)
        # What the formatter wrote in another style, it may space in another way.
        formatted = formatted if formatted == text else _formatted(formatted)
    # The formatter has no place for some comments, such as one between a key and its value.
    except (YAMLError, ValueError, NotImplementedError) as error:
        return Checked(text, (_unreadable(path, error),))
    lost = _lost(path, text, formatted)
    return Checked(text, (lost,)) if lost else Checked(formatted)


def _formatted(text: str) -> str:
    yaml = YAML()
    yaml.Resolver = Words
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    with warnings.catch_warnings(action="ignore"):
        yaml.dump(yaml.load(text), out)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n")) + "\n"


def _unreadable(path: str, error: Exception) -> Diagnostic:
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    place = Span(path, line, column, line, column + 1)
    reason = f"for the formatter, {' '.join(problem.split())}"
    return _refused(place, reason, FOR_READING)


def _lost(path: str, text: str, formatted: str) -> Diagnostic | None:
    """What the canonical form would lose: a comment, its place or the meaning of a value."""
    start = Span(path, 1, 1, 1, 1)
    before, after = _data(path, text), _data(path, formatted)
    if after is None or before != after:
        return _refused(start, "its meaning would change", FOR_READING)
    pairs = itertools.zip_longest(pieces(text), pieces(formatted))
    changed = (pair for pair in pairs if _counts(pair[0]) != _counts(pair[1]))
    pair = next(changed, None)
    if pair is None:
        return None
    comment = next((token for token in pair if token is not None and token.is_comment), None)
    if comment is None:
        return _refused(start, "its meaning would change", FOR_READING)
    place = span_of(path, text, comment) if comment is pair[0] else start
    return _refused(place, f"`{comment.text}` would move", FOR_COMMENTS)


def _counts(piece: Piece | None) -> tuple[str, bool] | None:
    return None if piece is None else (piece.text, piece.is_comment)


def _data(path: str, text: str) -> Plain:
    value = read(path, text.encode()).value
    return None if value is None else plain(value[1])


def _refused(place: Span, reason: str, suggestion: str) -> Diagnostic:
    return at(codes.NOT_FORMATTED, place, reason=reason, suggestion=suggestion)
