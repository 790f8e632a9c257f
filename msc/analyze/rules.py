"""Rules: predicates, each checked in the scope of every operation that requires it."""

import re

from msc.analyze.context import Context
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.naming import snake
from msc.expr.scope import Scope
from msc.expr.sql import compile_stored
from msc.expr.target import Unsupported, reads_stored_rows
from msc.ir.behaviour import Rule
from msc.ir.expressions import Expression, ScalarKind, ScalarValue

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,59}")
BOOL = ScalarValue(ScalarKind.BOOL)


def rule(context: Context, name: str, scope: Scope) -> Rule | None:
    """The rule as an operation with this scope sees it."""
    spec, path = context.spec.rules[name], ("rules", name)
    holds = context.expression(spec.holds, scope, (*path, "holds"), BOOL)
    if holds is None:
        return None
    stored = reads_stored_rows(holds.root)
    if stored:
        _compilable(context, holds, name)
    origin = context.origin(path)
    return Rule(name, holds, spec.message, spec.code, spec.status, stored, origin)


def _compilable(context: Context, holds: Expression, name: str) -> None:
    try:
        compile_stored(holds.root)
    except Unsupported as reason:
        context.report(codes.NOT_COMPILABLE, ("rules", name, "holds"), reason=reason)


def check_forms(context: Context) -> None:
    """Names, codes and statuses of all rules, whether or not an operation requires them."""
    for name, spec in context.spec.rules.items():
        context.usable("a rule", name, ("rules", name))
        if not CODE.fullmatch(spec.code):
            context.report(
                name_codes.NAME_FORM, ("rules", name, "code"), name=spec.code, kind="an error code",
                form="codes are UPPER_SNAKE_CASE", suggestion=snake(spec.code).upper() or "CODE",
            )  # fmt: skip
        if not 400 <= spec.status <= 499:
            context.report(
                codes.WRONG_VALUE, ("rules", name, "status"), value=f"`{spec.status}`",
                kind="the status of a refusal", reason="it is from 400 to 499",
            )  # fmt: skip
