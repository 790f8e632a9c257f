"""Texts with `${…}` placeholders; `$${` is an escaped `${`."""

import re
from collections.abc import Container, Iterator

from msc.core.record import Record, replace
from msc.expr.known import KnownExpressions
from msc.expr.problem import Problem
from msc.expr.scope import Scope
from msc.ir.expressions import Expression
from msc.ir.triggers import Text

ENDING = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\}""")
MARK = re.compile(r"\$\$\{|\$\{")
BRACES = re.compile(r"(?<![${])\{+ *(([a-z]\w*)(?:\.\w+)*) *\}+")


def parse(text: str, scope: Scope, expressions: KnownExpressions) -> Text | tuple[Problem, ...]:
    """The literal pieces and expressions of a text, or its problems."""
    parts: list[str | Expression] = []
    problems: list[Problem] = []
    position = 0
    for mark in MARK.finditer(text):
        if mark.start() < position:
            continue
        _append(parts, text[position : mark.start()])
        if mark[0] == "$${":
            _append(parts, "${")
            position = mark.end()
            continue
        end = _closing(text, mark.end())
        if end < 0:
            line, column = _place(text, mark.start())
            problems.append(Problem(line, column, 2, "`${` is not closed", "add `}`"))
            return tuple(problems)
        inner = text[mark.end() : end]
        checked = expressions.check(inner.strip(), scope)
        if isinstance(checked, Expression):
            parts.append(checked)
        else:
            start = mark.end() + len(inner) - len(inner.lstrip())
            problems.extend(_shifted(problem, text, start) for problem in checked)
        position = end + 1
    _append(parts, text[position:])
    return tuple(problems) or Text(tuple(parts))


def has_values(text: str) -> bool:
    """Whether a text has placeholders where they are not supported."""
    return any(mark[0] == "${" for mark in MARK.finditer(text))


def plain(text: str) -> str:
    """A text without placeholders, its `$${` unescaped."""
    return text.replace("$${", "${")


class Braces(Record):
    """A known name in braces without a `$`; line and column count from 1, within the text."""

    line: int
    column: int
    text: str
    value: str


def braces_only(text: str, names: Container[str]) -> Iterator[Braces]:
    """Braces without a dollar sign around a known name or a path that begins with one."""
    for match in BRACES.finditer(text):
        if match[2] in names:
            yield Braces(*_place(text, match.start()), match[0], match[1])


def place_of(text: str, expression: Expression) -> tuple[int, int]:
    """Line and column of an expression in the text, counting from 1."""
    match = re.search(rf"\$\{{\s*({re.escape(expression.source)})\s*\}}", text)
    return _place(text, match.start(1) if match else 0)


def _closing(text: str, start: int) -> int:
    """Where the expression that begins at `start` ends; braces in quotes do not count."""
    position = start
    while ending := ENDING.search(text, position):
        if ending[0] == "}":
            return ending.start()
        position = ending.end()
    return text.find("}", start)


def _append(parts: list[str | Expression], piece: str) -> None:
    if not piece:
        return
    if parts and isinstance(parts[-1], str):
        parts[-1] += piece
    else:
        parts.append(piece)


def _shifted(problem: Problem, text: str, offset: int) -> Problem:
    line, column = _place(text, offset)
    before = column - 1 if problem.line == 1 else 0
    return replace(problem, line=line + problem.line - 1, column=before + problem.column)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
