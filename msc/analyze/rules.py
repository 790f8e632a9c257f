"""Rules: predicates, each checked in the scope of every operation that requires it."""

import re
from collections.abc import Iterator
from typing import assert_never

from msc.analyze.context import NAME, Context
from msc.analyze.declared_rules import DeclaredRules
from msc.analyze.recall import Use
from msc.analyze.writing import unsupported
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.naming import snake
from msc.core.record import Mutable, field, replace
from msc.expr import text as texts
from msc.expr.problem import Problem
from msc.expr.scope import Scope
from msc.expr.sql import compile_stored
from msc.expr.target import Unsupported, children, reads_stored_rows
from msc.ir.behaviour import Rule
from msc.ir.expressions import (
    Call,
    Comprehension,
    Constant,
    Expression,
    ListLiteral,
    ListValue,
    Node,
    RecordValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
    Variable,
)
from msc.model.places import Path

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,59}")
BOOL = ScalarValue(ScalarKind.BOOL)
TAKEN_CODES = frozenset({
    "VALIDATION_FAILED", "NOT_AUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "CONFLICT",
    "VERSION_CONFLICT", "ILLEGAL_TRANSITION", "GUARD_FAILED", "UNIQUE_VIOLATION",
    "REFERENCE_VIOLATION", "DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN", "INTERNAL_ERROR",
    # What services say to each other, and no person sees.
    "METHOD_NOT_ALLOWED", "SERVICE_NOT_ALLOWED", "SERVICE_TOKEN_REQUIRED", "UNKNOWN_NAME",
})  # fmt: skip


class Rules(Mutable):
    """Collects the uses of rules, and resolves each rule once."""

    context: Context
    declared: DeclaredRules
    uses: dict[str, list[Use]] = field(default_factory=dict)
    latest: list[tuple[str, Use]] = field(default_factory=list)

    def require(self, name: str, operation: str, scope: Scope, path: Path) -> bool:
        """Records that an operation requires the rule; whether the rule exists."""
        return self._known(name, path) and self._fits(name, operation, scope, path)

    def require_here(self, operation: str, scope: Scope, path: Path) -> str | None:
        """The rule that a step declares and requires; None if it cannot."""
        name = self.declared.by_path[path].name
        return name if self._fits(name, operation, scope, path) else None

    def _fits(self, name: str, operation: str, scope: Scope, path: Path) -> bool:
        holds = self.declared.by_name[name].holds.strip()
        result = self.context.expressions.check(holds, scope, BOOL)
        read = _step_result(result, scope)
        if read is not None:
            # Steps commit together at the end, so rules are checked before the first of them.
            self.context.report(
                codes.RULE_DOES_NOT_FIT, path, operation=operation, name=name,
                reason=f"it reads `{read}`, the result of a step",
                suggestion="use the actor, the inputs and stored rows: rules are checked "
                "before the first step",
            )  # fmt: skip
            return False
        self.latest.append((name, Use(operation, path, result)))
        return True

    def _known(self, name: str, path: Path) -> bool:
        rules = self.context.spec.rules
        if name in rules or NAME.fullmatch(name):
            return self.context.known("rule", name, rules, path)
        suggestion = "add a `message` and a `code`, or declare it under `rules` and write its name"
        self.context.unknown("rule", name, path, suggestion)
        return False

    def record(self, uses: tuple[tuple[str, Use], ...]) -> None:
        """Adds the uses of one operation, which may be those of an earlier run."""
        for name, use in uses:
            self.uses.setdefault(name, []).append(use)

    def resolved(self) -> tuple[Rule, ...]:
        """The required rules, by name; reports the errors of all rules."""
        resolved = []
        for clash in self.declared.clashes:
            self.context.report(
                name_codes.RESERVED_NAME, (*clash.path, "code"), name=clash.code,
                kind="an error code here",
                reason=f"another rule is called `{clash.name}`, as this one would be",
            )  # fmt: skip
        for name in sorted(self.declared.by_name):
            self._form(name)
            rule = self._rule(name, self.uses.get(name, []))
            if rule is not None:
                resolved.append(rule)
        return tuple(resolved)

    def _rule(self, name: str, uses: list[Use]) -> Rule | None:
        good = [use for use in uses if isinstance(use.result, Expression)]
        if not good:
            self._wrong(name, uses)
            return None
        self._misfits(name, uses, good[0])
        rule = self.declared.by_name[name]
        holds = narrowed(good[0].result)  # type: ignore[arg-type]
        stored = reads_stored_rows(holds.root)
        self._compilable(holds, rule.place, stored=stored)
        origin = self.context.origin(rule.path)
        return Rule(name, holds, texts.plain(rule.message), rule.code, rule.status, stored, origin)

    def _wrong(self, name: str, uses: list[Use]) -> None:
        """Reports a rule that is valid in no operation, so the mistake is the rule's own."""
        for use in uses[:1]:
            if not isinstance(use.result, tuple):
                continue
            if not any(one.needs_input for one in use.result):
                self.context.problems(use.result, self.declared.by_name[name].place)
            elif self.context.sound("operations", use.operation):
                self._misfit(name, use, _explanation(use.result))

    def _misfits(self, name: str, uses: list[Use], first: Use) -> None:
        for use in uses:
            self._misfit(name, use, _difference(first, use))

    def _misfit(self, name: str, use: Use, reason: tuple[str, str] | None) -> None:
        if reason is not None:
            self.context.report(
                codes.RULE_DOES_NOT_FIT, use.path, operation=use.operation, name=name,
                reason=reason[0], suggestion=reason[1],
            )  # fmt: skip

    def _compilable(self, holds: Expression, path: Path, *, stored: bool) -> None:
        reason = _unstored(holds) if stored else unsupported(holds)
        if reason is not None:
            self.context.report(
                codes.NOT_COMPILABLE, path, reason=reason, suggestion=codes.ELSEWHERE
            )

    def _form(self, name: str) -> None:
        spec, path = self.declared.by_name[name], self.declared.by_name[name].path
        if not spec.is_of_a_step:
            self.context.usable("a rule", name, path)
        if not CODE.fullmatch(spec.code):
            self.context.report(
                name_codes.NAME_FORM, (*path, "code"), name=spec.code, kind="an error code",
                form="codes are UPPER_SNAKE_CASE", suggestion=snake(spec.code).upper() or "CODE",
            )  # fmt: skip
        elif spec.code in TAKEN_CODES:
            self.context.report(
                name_codes.RESERVED_NAME, (*path, "code"), name=spec.code, kind="an error code",
                reason="it is a built-in code of every system",
            )  # fmt: skip
        if texts.has_values(spec.message):
            self.context.report(
                architecture.NOT_YET, (*path, "message"), what="an expression in a rule's message",
                suggestion="write a text that fits every caller; use `$${` for a literal `${`",
            )  # fmt: skip
        if not 400 <= spec.status <= 499:
            self.context.report(
                codes.WRONG_VALUE, (*path, "status"), value=f"`{spec.status}`",
                kind="the status of a rejection", reason="it must be from 400 to 499",
            )  # fmt: skip


def _step_result(result: Expression | tuple[Problem, ...], scope: Scope) -> str | None:
    """A step's result that the rule reads, or None."""
    if not isinstance(result, Expression):
        return None
    results = {name for name, _ in scope.variables} - {"actor", "input"}
    read = {variable.name for variable in _variables(result.root) if not _is_collection(variable)}
    return min(read & results, default=None)


def _variables(node: Node) -> Iterator[Variable]:
    if isinstance(node, Variable):
        yield node
    for child in children(node):
        yield from _variables(child)


def _is_collection(variable: Variable) -> bool:
    return isinstance(variable.type, ListValue) and variable.type.stored


def _unstored(holds: Expression) -> str | None:
    """Why the database cannot evaluate the rule, or None."""
    try:
        compile_stored(holds.root)
    except Unsupported as reason:
        return str(reason)
    return None


def _difference(first: Use, other: Use) -> tuple[str, str] | None:
    """Why another operation cannot require the rule, and the suggestion."""
    if isinstance(other.result, tuple):
        return _explanation(other.result)
    same = isinstance(first.result, Expression) and narrowed(first.result) == narrowed(other.result)
    if same:
        return None
    return (
        f"a value that it reads has a different type than in `{first.operation}`",
        "give the inputs the same types, or write a second rule",
    )


def _explanation(problems: tuple[Problem, ...]) -> tuple[str, str] | None:
    """The first problem that no other diagnostic covers, and the suggestion."""
    return next(
        ((problem.message, problem.hint) for problem in problems if not problem.follows), None
    )


def narrowed(expression: Expression) -> Expression:
    """The expression, whose `input` has only what it reads: equal in all operations."""
    used = dict(_inputs(expression.root))
    record = RecordValue(tuple(sorted(used.items())))
    return Expression(expression.source, _with_record(expression.root, record))


def _inputs(node: Node) -> Iterator[tuple[str, ValueType]]:
    if isinstance(node, Select) and isinstance(node.operand.type, RecordValue):
        yield node.field, node.type
    for child in children(node):
        yield from _inputs(child)


def _with_record(node: Node, record: RecordValue) -> Node:
    match node:
        case Variable(type=RecordValue()):
            return replace(node, type=record)
        case Select(operand):
            return replace(node, operand=_with_record(operand, record))
        case Call(_, arguments):
            return replace(
                node, arguments=tuple(_with_record(argument, record) for argument in arguments)
            )
        case ListLiteral(items):
            return replace(node, items=tuple(_with_record(item, record) for item in items))
        case Comprehension(_, source, _, body):
            rewritten = _with_record(source, record), _with_record(body, record)
            return replace(node, range=rewritten[0], body=rewritten[1])
        case Constant() | Variable():
            return node
        case _:
            assert_never(node)
