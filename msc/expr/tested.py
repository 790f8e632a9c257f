"""`has(input.x)`: CEL tests fields of messages, and an input is a variable with a dot in its name.

So the test is written as the comparison that it stands for, before CEL reads it.
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
    """The tests of a text for inputs, in order."""

    text: str
    found: tuple[re.Match[str], ...]

    @property
    def written_out(self) -> str:
        """The text with a comparison in place of each test."""
        made, position = "", 0
        for each in self.found:
            made += self.text[position : each.start()] + _comparison(each)
            position = each.end()
        return made + self.text[position:]

    def original(self, offset: int) -> int:
        """The offset in the text for one in what is written out."""
        shift = 0
        for each in self.found:
            start, length = each.start() + shift, len(_comparison(each))
            if offset < start:
                break
            if offset < start + length:
                return each.start()
            shift += length - len(each[0])
        return offset - shift


def tests_of(text: str, scope: Scope) -> Tests:
    """Where the text tests whether an input is there."""
    return Tests(text, tuple(_tests(text, scope)))


def needless(tests: Tests, scope: Scope) -> tuple[Problem, ...]:
    """Tests of what is always there."""
    return tuple(
        Problem(*place(tests.text, each.start()), len(each[0]), f"`{each[2]}` is always there",
                "leave `has` out")
        for each in tests.found
        if not is_optional(_fields(scope, each[1])[each[2]])
    )  # fmt: skip


def _tests(text: str, scope: Scope) -> Iterator[re.Match[str]]:
    quoted = [each.span() for each in QUOTED.finditer(text)]
    for found in HAS.finditer(text):
        inside = any(start <= found.start() < end for start, end in quoted)
        if not inside and found[2] in _fields(scope, found[1]):
            yield found


def _fields(scope: Scope, name: str) -> dict[str, ValueType]:
    type_ = scope.visible().get(name)
    return dict(type_.fields) if isinstance(type_, RecordValue) else {}


def _comparison(test: re.Match[str]) -> str:
    return f"({test[1]}.{test[2]} != null)"
