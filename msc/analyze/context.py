"""What all passes of the analysis share: the spec, its places, and what they have found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as type_codes
from msc.core.diagnostics import Code, Diagnostic, Related, at
from msc.core.naming import PYTHON_RESERVED, closest, snake
from msc.core.source import Span
from msc.expr.check import Problem, check
from msc.expr.scope import Entities, Scope
from msc.ir.expressions import Expression, ValueType
from msc.model.bind import BoundSpec
from msc.model.places import Path
from msc.model.spec import Spec
from msc.syntax.nodes import Scalar

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(slots=True)
class Context:
    """One analysis; passes report here and go on."""

    bound: BoundSpec
    found: list[Diagnostic] = field(default_factory=list)
    entities: Entities = field(default_factory=lambda: Entities(()))

    @property
    def spec(self) -> Spec:
        """The spec as bound."""
        return self.bound.spec

    def report(
        self, code: Code, path: Path, *, key: bool = False, related: tuple[Related, ...] = (),
        **facts: object,
    ) -> None:  # fmt: skip
        """Adds a diagnostic at the value, or at the key, of `path`."""
        span = self.bound.places.key(path) if key else self.bound.places.value(path)
        self.found.append(at(code, span, related=related, **facts))

    def origin(self, path: Path) -> Span:
        """The place of an element: its key."""
        return self.bound.places.key(path)

    def known(
        self, kind: str, name: str, candidates: Iterable[str], path: Path, *, key: bool = False
    ) -> bool:
        """Whether `name` is one of the candidates; reports it if not."""
        choices = sorted(candidates)
        if name in choices:
            return True
        self.report(
            name_codes.UNKNOWN_NAME, path, key=key, kind=kind, name=name,
            suggestion=suggest(name, choices, kind),
        )  # fmt: skip
        return False

    def usable(self, kind: str, name: str, path: Path) -> None:
        """Reports a name that the emitted code could not use."""
        if not NAME.fullmatch(name):
            self.report(
                name_codes.NAME_FORM, path, key=True, name=name, kind=kind,
                form="names are snake_case, at most 40 characters", suggestion=snake(name)[:40] or "name",
            )  # fmt: skip
        elif name in PYTHON_RESERVED:
            reason = "it is a word of Python"
            self.report(
                name_codes.RESERVED_NAME, path, key=True, name=name, kind=kind, reason=reason
            )

    def expression(
        self, text: object, scope: Scope, path: Path, expected: ValueType | None = None
    ) -> Expression | None:
        """The checked expression at `path`, or None after reporting what is wrong."""
        result = check(source_of(text), scope, expected)
        if isinstance(result, Expression):
            return result
        self.problems(result, path)
        return None

    def problems(self, problems: tuple[Problem, ...], path: Path) -> None:
        """Reports problems of an expression or text at their own place inside the value."""
        node = self.bound.places.scalar(path)
        for each in problems:
            span = inside(node, each) if node is not None else self.bound.places.value(path)
            self.found.append(
                at(type_codes.WRONG_EXPRESSION, span, problem=each.message, suggestion=each.hint)
            )


def inside(node: Scalar, problem: Problem) -> Span:
    """The place of a problem inside a scalar; folded and escaped texts are not counted out."""
    span = node.span
    if node.style == "literal":
        line = span.start_line + problem.line
        indent = max(span.end_column - 1, 0)
        return Span(
            span.file, line, indent + problem.column, line, indent + problem.column + problem.length
        )
    simple = span.start_line == span.end_line and problem.line == 1
    if not simple or "\\" in node.text or "''" in node.text:
        return span
    quote = 1 if node.style == "quoted" else 0
    start = span.start_column + quote + problem.column - 1
    end = min(start + max(problem.length, 1), span.end_column - quote)
    return Span(span.file, span.start_line, start, span.end_line, max(end, start + 1))


def source_of(value: object) -> str:
    """An expression as CEL writes it; YAML numbers and truth values are their own text."""
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "null"
        case _:
            return str(value).strip()


def suggest(name: str, choices: list[str], kind: str) -> str:
    """What to do about an unknown name."""
    near = closest(name, choices)
    if near:
        return f"did you mean `{near}`?"
    if choices and len(choices) <= 12:
        return f"known are: {', '.join(f'`{each}`' for each in choices)}"
    return f"declare the {kind} first" if not choices else f"use a declared {kind}"
