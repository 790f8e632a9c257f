"""Text -> a checked expression, or the problems in it with their places."""

import re
from collections.abc import Iterator
from decimal import Decimal

from msc.core.naming import closest
from msc.core.record import Record, replace
from msc.expr import dates
from msc.expr.dates import WrittenDate
from msc.expr.environment import environment
from msc.expr.extents import Extent, Extents
from msc.expr.operands import CONVERTIBLE, Finding
from msc.expr.problem import Problem, place, too_deep
from msc.expr.reports import first_report, original, problems
from msc.expr.rewriting import as_text, is_prose, masked, shown
from msc.expr.scope import Scope, assignable, describe, is_optional
from msc.expr.tested import Tests, needless, tests_of
from msc.expr.typing import Typing
from msc.expr.widening import widened
from msc.expr.wire import Decoded, TooDeepError, decode
from msc.expr.words import NULLS
from msc.ir.expressions import (
    Call,
    Constant,
    EnumValue,
    Expression,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

__all__ = ["Problem", "check"]

MAX_LENGTH = 4_000
DECIMALS = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<!\w)(\d+\.\d+(?:[eE][+-]?\d+)?)""")

NULL_OF_CEL = re.compile(rf"\b(?:{'|'.join(NULLS.values())})\b(?=\s*\()")


def check(
    text: str, scope: Scope, expected: ValueType | None = None
) -> Expression | tuple[Problem, ...]:
    """The checked expression; `expected` is the type that its value must be assignable to."""
    if len(text) > MAX_LENGTH:
        return (Problem(1, 1, 1, f"the expression is longer than {MAX_LENGTH} characters"),)
    if isinstance(expected, EnumValue) and text.isidentifier() and text not in scope.visible():
        return _bare_word(text, expected)
    tests = tests_of(text, scope)
    if problems := (*_nulls_of_cel(text), *needless(tests, scope)):
        return problems
    compiled = _compile(tests, scope)
    if isinstance(compiled, tuple):
        return _as_prose(compiled, text, expected)
    decoded = _tree(compiled.serialized, text)
    if isinstance(decoded, tuple):
        return decoded
    typing = Typing(scope)
    root = typing.node(decoded.root, scope.mentioned(text))
    inexact = _inexact(text)
    if inexact:
        return inexact
    if typing.problems:
        extents = Extents(compiled.text, decoded)
        return tuple(
            _at(compiled.extent(extents.of(raw)), text, finding) for raw, finding in typing.problems
        )
    if expected is not None and not assignable(root.type, expected):
        date = _date_of(text, expected)
        message = f"this is {describe(root.type)}, and {describe(expected)} is needed here"
        if date is not None:
            message = date.message
        return (Problem(1, 1, len(text), message, _fitting(root.type, expected, text)),)
    wrong = _wrong_word(root, expected) if isinstance(expected, EnumValue) else None
    if wrong is not None:
        return (Problem(1, 1, len(text), wrong),)
    return Expression(text, root)


def _nulls_of_cel(text: str) -> Iterator[Problem]:
    """What only this module writes, in place of a null."""
    for written in NULL_OF_CEL.finditer(masked(text)):
        line, column = place(text, written.start())
        message = f"the function `{written[0]}` is not part of the language"
        yield Problem(line, column, len(written[0]), message, "write `null`")


def _tree(compiled: bytes, text: str) -> Decoded | tuple[Problem, ...]:
    try:
        return decode(compiled)
    except TooDeepError:
        return (too_deep(text),)


def _bare_word(word: str, expected: EnumValue) -> Expression | tuple[Problem, ...]:
    """A bare enum value, accepted without quotes where nothing else is possible."""
    node = Constant(word, ScalarValue(ScalarKind.STRING))
    if word == "null" and expected.optional:
        return Expression(word, Constant(None, ScalarValue(ScalarKind.NULL)))
    if word in expected.values:
        return Expression(word, node)
    near = closest(word, expected.values)
    words = ", ".join(f"`{value}`" for value in expected.values)
    hint = f"did you mean `{near}`?" if near else f"write one of {words}"
    return (Problem(1, 1, len(word), f"`{word}` is not a value of {expected.name}", hint),)


def _as_prose(
    reported: tuple[Problem, ...], text: str, expected: ValueType | None
) -> tuple[Problem, ...]:
    """The problems, or the first one with a hint to quote the text if it reads like prose."""
    if not isinstance(expected, ScalarValue) or expected.kind is not ScalarKind.STRING:
        return reported
    if not is_prose(text):
        return reported
    return (replace(reported[0], hint=f"if it is a string, write `{as_text(text)}`"),)


def _wrong_word(node: Node, expected: EnumValue) -> str | None:
    """Why a text is not a value of the enum, or None."""
    match node:
        case Call("?:", (_, one, other)):
            return _wrong_word(one, expected) or _wrong_word(other, expected)
        case Constant(str(word)):
            if word in expected.values:
                return None
            near = closest(word, expected.values)
            hint = f"did you mean `{near}`?" if near else f"it has {', '.join(expected.values)}"
            return f"`{word}` is not a value of {expected.name}: {hint}"
        case _ if isinstance(node.type, ScalarValue) and node.type.kind is ScalarKind.STRING:
            return f"this string may be anything, and {describe(expected)} is needed here"
        case _:
            return None


def _inexact(text: str) -> tuple[Problem, ...]:
    """Decimal literals with more digits than CEL can represent."""
    problems = []
    for decimal in DECIMALS.finditer(text):
        number = decimal[1]
        if number and Decimal(number) != Decimal(repr(float(number))):
            line, column = place(text, decimal.start(1))
            message = f"`{number}` has more digits than CEL supports"
            problems.append(Problem(line, column, len(number), message, "write at most 15 digits"))
    return tuple(problems)


def _fitting(value: ValueType, expected: ValueType, text: str) -> str:
    """The conversion to suggest for a value of another type."""
    if is_optional(value) and not is_optional(expected):
        if value == ScalarValue(ScalarKind.BOOL, optional=True):
            return f"write `{text} == true`: which is false for null"
        chosen = f"choose a value for null: `{text} == null ? … : {text}`"
        return chosen if isinstance(expected, RowValue) else f"{chosen}; or let it be `optional`"
    if date := _date_of(text, expected):
        return f"take it as an input, or give the field `default: {date.text}`"
    match value, expected:
        case ListValue(), ScalarValue(ScalarKind.BOOL):
            return shown(f"{text}.size() > 0")
        case RowValue(), ScalarValue(ScalarKind.BOOL):
            return "compare the row with another, or name one of its fields"
        case ScalarValue(kind), ScalarValue(ScalarKind.STRING) if kind in CONVERTIBLE["string"]:
            return shown(f"string({text})")
        case ScalarValue(ScalarKind.STRING), ScalarValue(ScalarKind.INT | ScalarKind.DECIMAL):
            return "write a number, without quotes"
        case ScalarValue(ScalarKind.TIMESTAMP), ScalarValue(ScalarKind.DATE):
            return "use a date, such as `today`"
        case ScalarValue(ScalarKind.DATE), ScalarValue(ScalarKind.TIMESTAMP):
            return "use a datetime, such as `now`"
        case _, EnumValue(_, words):
            return f"write one of {', '.join(f'`{word}`' for word in words)}"
        case _, RowValue(entity):
            return f"name a row of `{entity}` itself, such as `input.{entity}`"
    return "use a value of that type"


class _Compiled(Record):
    """The bytes of a checked expression, and the text with widened integers that CEL read."""

    tests: Tests
    text: str
    serialized: bytes

    def extent(self, extent: Extent) -> Extent:
        """The extent in the text as written."""
        start, end = (
            self.tests.original(original(self.text, self.tests.written_out, offset))
            for offset in (extent.start, extent.end)
        )
        return Extent(start, max(end, start + 1))


def _at(extent: Extent, text: str, finding: Finding) -> Problem:
    return Problem(*place(text, extent.start), extent.end - extent.start, *finding)


def _date_of(text: str, expected: ValueType) -> WrittenDate | None:
    """The date that somebody wrote where one is needed."""
    match expected:
        case ScalarValue(ScalarKind.DATE | ScalarKind.TIMESTAMP):
            return dates.whole(text)
    return None


def _compile(tests: Tests, scope: Scope) -> _Compiled | tuple[Problem, ...]:
    declared = environment(tests.text, scope)
    attempt = tests.written_out
    while True:
        try:
            return _Compiled(tests, attempt, bytes(declared.compile(attempt).serialize()))
        except RuntimeError as error:
            report = first_report(str(error), attempt)
            more = None if report is None else widened(attempt, *report)
            if more is None or len(more) > 2 * MAX_LENGTH:
                return problems(str(error), tests, attempt, scope)
            attempt = more
        except (ValueError, UnicodeError):
            return (
                Problem(1, 1, 1, "the expression contains characters that CEL does not accept"),
            )
