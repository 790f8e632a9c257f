"""What a step may write: which fields, with which values, and how exact these are."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msc.analyze.context import Context
from msc.analyze.fields import MONEY_SCALE, value_type
from msc.analyze.numbers import fixed
from msc.core.catalogue import types as codes
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
from msc.ir.behaviour import Assignment
from msc.ir.entities import Entity
from msc.ir.expressions import (
    Call,
    Constant,
    Expression,
    Node,
    RecordValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
)
from msc.ir.fields import DecimalType, Field, FieldType, MoneyType, PasswordType
from msc.model.places import Path

FETCHED = ("actor", "input")


class Writing(Record):
    """Checks assignments in one scope."""

    context: Context
    scope: Scope

    def assignments(
        self, entity: Entity, values: Mapping[str, object], path: Path, *, creating: bool
    ) -> tuple[Assignment, ...]:
        """The fields of a row with their values; what is wrong is reported and left out."""
        found = []
        by_name = {field.name: field for field in entity.fields}
        for name, text in values.items():
            where = (*path, name)
            kind = f"field of {entity.name}"
            if not self.context.known(kind, name, by_name, where, at_key=True):
                continue
            if not self.writable(entity, by_name[name], where, creating=creating):
                continue
            value = self.field_value(by_name[name], text, where, f"{entity.name}.{name}")
            if value is not None:
                found.append(Assignment(name, value))
        return tuple(found)

    def field_value(self, field: Field, text: object, path: Path, name: str) -> Expression | None:
        """The value of a field of a row or payload."""
        value = self.value(text, path, value_type(field.type, field.optional))
        scale = scale_of(field.type)
        if value is not None and scale is not None and _inexact(value.root, scale):
            self.context.report(codes.NO_ROUNDING, path, name=name, scale=scale)
            return None
        return value

    def value(self, text: object, path: Path, expected: ValueType) -> Expression | None:
        """A value that a use case computes from what it has at hand."""
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
            reason, suggestion = "it is a password", by_registration(self.context)
        elif entity.states and entity.states.field == field.name:
            reason = "it is the state of the row"
            default = f"a new row is `{field.default}`"
            suggestion = default if creating else "use a `transition` step"
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


def by_registration(context: Context) -> str:
    """How an account comes to be, which no step can make: its password is its owner's own."""
    role = next(iter(sorted(context.spec.roles)), "member")
    return (
        "people set theirs when they register: leave the step out, and say who may in "
        f"`authentication: {{registration: {{roles: [{role}]}}}}`"
    )


def unsupported(value: Expression, *, fetches: bool = True) -> str | None:
    """Why the emitted Python cannot say this, or None.

    With `fetches`, the rows that the actor and the inputs refer to are fetched for it.
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
    """The rows of the input, which are at hand everywhere."""
    if isinstance(node, Select) and isinstance(node.operand.type, RecordValue) and is_row(node):
        yield path_of(node) or ()
    for child in children(node):
        yield from _given_rows(child)


def scale_of(type_: FieldType) -> int | None:
    """How many decimal places a value of the type keeps."""
    match type_:
        case MoneyType():
            return MONEY_SCALE
        case DecimalType(scale):
            return scale
        case _:
            return None


def _inexact(node: Node, scale: int) -> bool:
    """Whether the value can have more than `scale` decimal places."""
    if isinstance(node, Constant):
        return _is_decimal(node) and fixed(Decimal(str(node.value)), scale) is None
    if isinstance(node, Call) and node.function in {"*", "/", "%"} and _is_decimal(node):
        factors = sum(_is_decimal(argument) for argument in node.arguments)
        if node.function != "*" or factors > 1:
            return True
    return any(_inexact(child, scale) for child in children(node))


def _is_decimal(node: Node) -> bool:
    """Whether the value can have decimal places at all."""
    if isinstance(node, Call) and node.function == "double":
        return _is_decimal(node.arguments[0])
    if isinstance(node, Constant) and str(node.value).endswith(".0"):
        return False
    return isinstance(node.type, ScalarValue) and node.type.kind is ScalarKind.DECIMAL
