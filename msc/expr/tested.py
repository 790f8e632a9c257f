"""Rewrites `has(input.x)`, which CEL would read as a field test: an input is a dotted variable.

Each test is replaced with an equivalent comparison before CEL parses the text.
"""

import re
from collections.abc import Iterator

from msc.core.record import Record
from msc.expr.problem import Problem, place
from msc.expr.rewriting import QUOTED
from msc.expr.scope import Scope, is_optional
from msc.ir.expressions import RecordValue, ValueType

HAS = re.compile(r"(?<![\w.])has\(\s*(\w+)\s*\.\s*(\w+)\s*\)")


class Tests(Record):
    """The input tests in a text, in order."""

    text: str
    calls: tuple[re.Match[str], ...]

    @property
    def written_out(self) -> str:
        """The text with each test replaced by a comparison."""
        written, position = "", 0
        for test in self.calls:
            written += self.text[position : test.start()] + _comparison(test)
            position = test.end()
        return written + self.text[position:]

    def original(self, offset: int) -> int:
        """The offset in the original text for an offset in the rewritten text."""
        shift = 0
        for test in self.calls:
            start, length = test.start() + shift, len(_comparison(test))
            if offset < start:
                break
            if offset < start + length:
                return test.start()
            shift += length - len(test[0])
        return offset - shift


def tests_of(text: str, scope: Scope) -> Tests:
    """The tests of inputs in a text."""
    return Tests(text, tuple(_tests(text, scope)))


def needless(tests: Tests, scope: Scope) -> tuple[Problem, ...]:
    """Tests of values that are never null."""
    return tuple(
        Problem(*place(tests.text, test.start()), len(test[0]), f"`{test[2]}` is never null",
                "remove `has`")
        for test in tests.calls
        if not is_optional(_fields(scope, test[1])[test[2]])
    )  # fmt: skip


def _tests(text: str, scope: Scope) -> Iterator[re.Match[str]]:
    quoted = [match.span() for match in QUOTED.finditer(text)]
    for match in HAS.finditer(text):
        inside = any(start <= match.start() < end for start, end in quoted)
        if not inside and match[2] in _fields(scope, match[1]):
            yield match


def _fields(scope: Scope, name: str) -> dict[str, ValueType]:
    type_ = scope.visible().get(name)
    return dict(type_.fields) if isinstance(type_, RecordValue) else {}


def _comparison(test: re.Match[str]) -> str:
    return f"({test[1]}.{test[2]} != null)"
