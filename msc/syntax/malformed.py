"""Explains malformed YAML at the place of the mistake, in the author's terms.

The parser stops where it cannot continue, often a line or more after the mistake.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from msc.core.catalogue.syntax import INVALID_YAML
from msc.core.diagnostics import Diagnostic, at
from msc.core.record import Record
from msc.core.source import Span
from msc.syntax.cut_off import quoted
from msc.syntax.denial import denial, denial_before

# A route is a key of two words.
NAME = re.compile(r"(?:[A-Z]+ +)?\S+")
WORD = re.compile(r"\s*\w+\s*")
KEY = re.compile(r"\s*(?:- +)*(?P<key>[^\s].*?)\s*:(?:\s|$)")
COMMENT = re.compile(r"[^\s#][ \t]+(?P<rest>#[^\s#!:].*)$")
HALF = re.compile(r"\\?u[dD][89a-fA-F][0-9a-fA-F]{2}")
REPLACE = "replace it with a space"
ANYWHERE = "look at the indentation, at the quotes, and for a `:` inside an unquoted text"
IN_QUOTES = "put the whole text in quotes"
_NOT_EXPECTED = (
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected <document start>",
)
CHOICE = re.compile(r"\s\?\s.*\s:\s")
CLOSING = {"[": "]", "{": "}"}


class _Mistake(Record):
    """A place, counted from 0, its length, and the reason and suggestion to report."""

    line: int
    column: int
    length: int
    reason: str
    suggestion: str


class _Stop(Record):
    """Where the parser stopped, where the construct that it was reading begins, and its message."""

    lines: tuple[str, ...]
    line: int
    column: int
    start_line: int
    start_column: int
    context: str
    problem: str

    @property
    def text(self) -> str:
        """The line on which the parser stopped."""
        return self.lines[self.line]

    @property
    def character(self) -> str:
        """The character at which the construct begins, or an empty text."""
        return self.lines[self.start_line][self.start_column : self.start_column + 1]


def malformed(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The diagnostic for a text that the parser rejected."""
    stop = _stop(tuple(text.split("\n")), error)
    mistake = next((seen for look in _LOOKS if (seen := look(stop))), _of_the_parser(stop))
    line, column = mistake.line + 1, mistake.column + 1
    span = Span(path, line, column, line, column + max(mistake.length, 1))
    return at(INVALID_YAML, span, reason=mistake.reason, suggestion=mistake.suggestion)


def _stop(lines: tuple[str, ...], error: yaml.MarkedYAMLError) -> _Stop:
    problem = error.problem_mark or error.context_mark
    line, column = _within(lines, problem)
    start_line, start_column = _within(lines, error.context_mark or problem)
    return _Stop(
        lines, line, column, start_line, start_column, _plain(error.context), _plain(error.problem)
    )


def _within(lines: tuple[str, ...], mark: Any) -> tuple[int, int]:
    if mark is None:
        return 0, 0
    line = min(mark.line, len(lines) - 1)
    return line, min(mark.column, len(lines[line]))


def _plain(words: str | None) -> str:
    return " ".join(words.split()) if words else ""


def _of_the_parser(stop: _Stop) -> _Mistake:
    reason = ", ".join(part for part in (stop.context, stop.problem) if part)
    return _Mistake(stop.line, stop.column, 1, reason, ANYWHERE)


def _tab(stop: _Stop) -> _Mistake | None:
    for line in (stop.line, stop.start_line):
        text = stop.lines[line]
        indentation = text[: len(text) - len(text.lstrip())]
        if "\t" in indentation:
            suggestion = (
                "YAML is indented with spaces: replace each tab, for example with two spaces"
            )
            column = indentation.index("\t")
            return _Mistake(line, column, 1, "there is a tab in the indentation", suggestion)
    return None


def _no_colon(stop: _Stop) -> _Mistake | None:
    """A key without `:`; the parser looks for it up to the next line."""
    if "could not find expected ':'" not in stop.problem:
        return None
    return _colon_missing(stop, stop.start_line)


def _colon_missing(stop: _Stop, line: int) -> _Mistake | None:
    written = stop.lines[line].strip()
    if re.search(r"[^\s:]:[^\s:/]", written):
        return _whole(stop, line, "there is no space after the `:`", "write `key: value`")
    if written.startswith(("- ", "'", '"')) or not written:
        return None
    name = NAME.match(written)
    key = name[0] if name else written
    value = written[len(key) :].strip()
    proposal = f"`{key}: {value}`" if value else f"`{key}:`"
    return _whole(stop, line, f"there is no `:` after `{key}`", f"write {proposal}")


def _whole(stop: _Stop, line: int, reason: str, suggestion: str) -> _Mistake:
    text = stop.lines[line]
    written = text.strip()
    return _Mistake(line, len(text) - len(text.lstrip()), len(written), reason, suggestion)


def _colon_too_many(stop: _Stop) -> _Mistake | None:
    if "mapping values are not allowed" not in stop.problem:
        return None
    if KEY.match(stop.text[: stop.column]):
        reason = "the text holds a `:`, which begins a value"
        return _Mistake(stop.line, stop.column, 1, reason, IN_QUOTES)
    above = _above(stop)
    if above is None:
        return None
    known = KEY.match(stop.lines[above])
    return _deeper(stop, above, known["key"]) if known else _colon_missing(stop, above)


def _above(stop: _Stop) -> int | None:
    """The nearest line above that is neither blank nor a comment."""
    for line in range(stop.line - 1, -1, -1):
        written = stop.lines[line].strip()
        if written and not written.startswith("#"):
            return line
    return None


def _deeper(stop: _Stop, line: int, above: str) -> _Mistake:
    if re.match(r"-[^\s-]", above):
        reason = "there is no space after the `-`"
        return _whole(stop, line, reason, "write `- key: value`")
    key = stop.text[: stop.column].strip()
    reason = f"`{key}` is indented deeper than `{above}`, which already has a value"
    suggestion = "give both lines the same indentation, or start a list item with `- `"
    return _whole(stop, stop.line, reason, suggestion)


def _indentation(stop: _Stop) -> _Mistake | None:
    if stop.problem not in _NOT_EXPECTED:
        return None
    if stop.text[: stop.column].strip():
        reason = f"`{stop.text[stop.column :].strip()}` is unexpected here"
        return _Mistake(stop.line, stop.column, 1, reason, _apostrophe(stop.text) or IN_QUOTES)
    above = _above(stop)
    if above is not None and WORD.fullmatch(stop.lines[above]):
        return _colon_missing(stop, above)
    reason = "the indentation of this line matches no line above it"
    suggestion = "indent it like the lines that it belongs with"
    return _whole(stop, stop.line, reason, suggestion)


def _comment(stop: _Stop) -> _Mistake | None:
    """A flow collection whose rest, including the closing bracket, became a comment."""
    if stop.character not in CLOSING or not stop.context.startswith("while parsing a flow"):
        return None
    for line in range(stop.start_line, stop.line + 1):
        comment = COMMENT.search(stop.lines[line])
        if comment is not None:
            reason = "the rest of the line is a comment, so the bracket stays open"
            length = len(comment["rest"])
            return _Mistake(line, comment.start("rest"), length, reason, IN_QUOTES)
    return None


def strange_blank(character: str) -> str:
    """The reason for a blank that YAML reads as part of the text."""
    return f"the indentation holds U+{ord(character):04X}, a blank that is not a space"


def _tag(stop: _Stop) -> _Mistake | None:
    """A text that begins with `!`, as a negation does."""
    line, column = stop.start_line, stop.start_column
    if stop.context != "while scanning a tag":
        line = stop.line
        start = denial_before(stop.lines[line], stop.column)
        if start is None:
            return None
        column = start
    text = denial(stop.lines[line], column)
    reason = "in YAML, a `!` at the beginning is a tag"
    return _Mistake(line, column, len(text), reason, f"put the text in quotes: `{quoted(text)}`")


def _strange_blank(stop: _Stop) -> _Mistake | None:
    for line in (stop.line, stop.start_line):
        text = stop.lines[line]
        indentation = text[: len(text) - len(text.lstrip())]
        for column, character in enumerate(indentation):
            if character not in " \t":
                return _Mistake(line, column, 1, strange_blank(character), REPLACE)
    return None


def _apostrophe(line: str) -> str | None:
    """The suggestion for a single-quoted text that contains an apostrophe."""
    text = re.search(r":\s+'(?P<text>.*)'\s*$", line)
    return None if text is None else f"write `{quoted(text['text'])}`: an apostrophe is doubled"


def _bracket(stop: _Stop) -> _Mistake | None:
    closing = CLOSING.get(stop.character)
    if closing is None or not stop.context.startswith("while parsing a flow"):
        return None
    if stop.line == stop.start_line and stop.text[stop.column :].strip():
        reason = f"a `,` or `{closing}` is missing before this"
        suggestion = f"separate the parts with `,` and end them with `{closing}`"
        if CHOICE.search(stop.text[stop.start_column :]):
            suggestion = "put quotes around the expression: within braces, its `:` begins a value"
        return _Mistake(stop.line, stop.column, 1, reason, suggestion)
    reason = f"the `{stop.character}` has no `{closing}`"
    suggestion = f"add the `{closing}`, and a `,` between the parts"
    return _Mistake(stop.start_line, stop.start_column, 1, reason, suggestion)


def _quote(stop: _Stop) -> _Mistake | None:
    quote = stop.character
    if quote not in ("'", '"') or not stop.context.endswith("quoted scalar"):
        return None
    if HALF.match(stop.text, stop.column - 1) or HALF.match(stop.text, stop.column):
        reason = "this escape is half of a surrogate pair"
        return _Mistake(stop.line, stop.column, 1, reason, "write the character itself")
    if "escape" in stop.problem:
        reason = (
            f"`{stop.text[stop.column : stop.column + 2]}` is not a valid escape in double quotes"
        )
        suggestion = "put the text in single quotes, or write the backslash twice"
        return _Mistake(stop.line, stop.column, 2, reason, suggestion)
    reason = f"the text has no closing `{quote}`"
    return _Mistake(stop.start_line, stop.start_column, 1, reason, f"end the text with `{quote}`")


def _first_character(stop: _Stop) -> _Mistake | None:
    if "cannot start any token" in stop.problem:
        line, column = stop.line, stop.column
    elif stop.context in ("while scanning an alias", "while scanning an anchor"):
        line, column = stop.start_line, stop.start_column
    else:
        return None
    first = stop.lines[line][column : column + 1]
    return _Mistake(line, column, 1, f"a text cannot begin with `{first}`", IN_QUOTES)


_LOOKS: tuple[Callable[[_Stop], _Mistake | None], ...] = (
    _tab, _strange_blank, _tag, _no_colon, _colon_too_many, _indentation, _comment, _bracket,
    _quote, _first_character,
)  # fmt: skip
