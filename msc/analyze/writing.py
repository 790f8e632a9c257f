"""Assignments of a step: the fields it may write, the values, and their precision."""

from collections.abc import Iterator, Mapping

from msc.analyze.context import Context, Part
from msc.analyze.places import Numbers
from msc.analyze.types import places_of, value_type
from msc.core.catalogue import types as codes
from msc.core.exact import MAX_DIGITS
from msc.core.record import Record
from msc.expr.python import compile_value
from msc.expr.scope import Scope
from msc.expr.target import (
    Unsupported,
    children,
    free_variables,
    is_row,
    loaded_paths,
    path_of,
    reads_stored_rows,
)
from msc.ir.entities import Entity
from msc.ir.expressions import (
    Expression,
    Node,
    RecordValue,
    Select,
    ValueType,
)
from msc.ir.fields import Field, PasswordType
from msc.ir.steps import Assignment
from msc.model.places import Path

FETCHED = ("actor", "input")


class Writing(Record):
    """Checks assignments in one scope; `for_state` is the hint for those of a row's state."""

    context: Context
    scope: Scope
    numbers: Numbers
    for_state: str = "use a `transition` step"

    def assignments(
        self, entity: Entity, values: Mapping[str, object], path: Path, *, creating: bool
    ) -> tuple[Assignment, ...]:
        """The fields of a row and their values; invalid ones are reported and left out."""
        resolved = []
        by_name = {field.name: field for field in entity.fields}
        for name, text in values.items():
            where = (*path, name)
            if not self.context.known(
                Part("field", entity.name), name, by_name, where, at_key=True
            ):
                continue
            if not self.writable(entity, by_name[name], where, creating=creating):
                continue
            value = self.field_value(by_name[name], text, where, f"{entity.name}.{name}")
            if value is not None:
                resolved.append(Assignment(name, value))
        return tuple(resolved)

    def field_value(self, field: Field, text: object, path: Path, name: str) -> Expression | None:
        """The value of a field of a row or payload."""
        value = self.value(text, path, value_type(field.type, field.optional))
        if value is None or places_of(field.type) is None:
            return value
        fits = self.keeps(field, self.numbers.most_places(value.root), path, name)
        return value if fits else None

    def keeps(self, field: Field, places: int | None, path: Path, name: str) -> bool:
        """Whether the field stores all decimal places of a value; reports it if not."""
        kept = places_of(field.type) or 0
        if places is not None and places <= kept:
            return True
        self.context.report(
            codes.NO_ROUNDING, path, name=name, scale=kept,
            suggestion=_unrounded(name, places, kept),
        )  # fmt: skip
        return False

    def value(self, text: object, path: Path, expected: ValueType) -> Expression | None:
        """A value that a use case computes without further reads."""
        value = self.context.expression(text, self.scope, path, expected)
        if value is None:
            return None
        reason = unsupported(value)
        if reason is not None:
            self.context.report(
                codes.NOT_COMPILABLE, path, reason=reason, suggestion=codes.ELSEWHERE
            )
            return None
        return value

    def writable(self, entity: Entity, field: Field, path: Path, *, creating: bool) -> bool:
        """Whether a step may set the field; reports it if not."""
        if isinstance(field.type, PasswordType):
            reason = "it is a password"
            suggestion = by_registration(self.context, creating=creating)
        elif entity.states and entity.states.field == field.name:
            reason = "it is the state of the row"
            default = f"a new row is `{field.default}`"
            suggestion = default if creating else self.for_state
        elif field.write_once and not creating:
            reason = "it is write-once"
            suggestion = "leave it as it is, or drop `write_once`"
        else:
            return True
        self.context.report(
            codes.NOT_WRITABLE, path, at_key=True, name=f"{entity.name}.{field.name}",
            reason=reason, suggestion=suggestion,
        )  # fmt: skip
        return False


def by_registration(context: Context, *, creating: bool = True) -> str:
    """How people get a password, which steps cannot set: only its owner chooses it."""
    if not creating:
        return "only its owner chooses it, in `POST /auth/register`: leave it out"
    people = "people create their own accounts, in `POST /auth/register`: leave the step out"
    authentication = context.spec.authentication
    if authentication is None or authentication.registration is not None:
        return people
    first = authentication.first_account
    roles = sorted(role for role in context.spec.roles if first is None or role != first.role)
    section = f"registration: {{roles: [{', '.join(roles or ['member'])}]}}"
    return f"{people}, and add `{section}` to `authentication`"


def _unrounded(name: str, places: int | None, kept: int) -> str:
    if places is None or places > MAX_DIGITS:
        return f"write `round(…, {kept})`"
    return (
        f"write `round(…, {kept})`, or declare `{name}` as `{{type: decimal, scale: {places}}}`: "
        "nothing is rounded silently"
    )


def unsupported(value: Expression, *, fetches: bool = True) -> str | None:
    """Why the value cannot be compiled to Python, or None.

    With `fetches`, rows referenced by the actor and the inputs count as loaded.
    """
    root = value.root
    if reads_stored_rows(root):
        return "stored rows are only read by rules, lists and jobs"
    loaded = loaded_paths(root) if fetches else frozenset()
    names = {".".join(path): "row" for path in (*loaded, *_given_rows(root))}
    try:
        compile_value(
            root, {**dict.fromkeys(free_variables(root), "value"), **names}, lambda _, text: text
        )
    except Unsupported as reason:
        return str(reason)
    return None


def _given_rows(node: Node) -> Iterator[tuple[str, ...]]:
    """The rows of the input, which are always loaded."""
    if isinstance(node, Select) and isinstance(node.operand.type, RecordValue) and is_row(node):
        yield path_of(node) or ()
    for child in children(node):
        yield from _given_rows(child)
