"""Values of the spec -> typed fields."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from msc.analyze.context import Context
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.diagnostics import at
from msc.ir.expressions import (
    EnumValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    EmailType,
    EnumType,
    Field,
    FieldType,
    IntegerType,
    JsonType,
    Literal,
    MoneyType,
    OnDelete,
    PasswordType,
    PhoneType,
    ReferenceType,
    RoleType,
    SecretType,
    StringType,
    TextType,
    UrlType,
    UuidType,
)
from msc.model.fields import FieldSpec, ValueSpec
from msc.model.places import Path

BUILT_IN = (
    "string", "text", "email", "phone", "url", "uuid", "integer", "decimal", "money", "boolean",
    "date", "datetime", "json", "password", "secret", "role",
)  # fmt: skip
PLANNED = ("slug", "duration", "list", "file", "computed")
ALLOWED: Mapping[str, frozenset[str]] = {
    "string": frozenset({"min_length", "max_length", "pattern"}),
    "text": frozenset({"min_length", "max_length"}),
    "password": frozenset({"min_length"}),
    "secret": frozenset({"max_length"}),
    "integer": frozenset({"minimum", "maximum"}),
    "money": frozenset({"minimum", "maximum"}),
    "decimal": frozenset({"minimum", "maximum", "scale", "precision"}),
}
LIMITS = ("minimum", "maximum", "min_length", "max_length", "pattern", "scale", "precision")
DEFAULT_LENGTH = 255


def type_of(context: Context, name: str, spec: ValueSpec, path: Path) -> FieldType | None:
    """The type of a value, or None after reporting why it has none."""
    if isinstance(spec, FieldSpec) and spec.reference is not None:
        return _reference(context, spec, path)
    if isinstance(spec, FieldSpec) and spec.on_delete is not None:
        _misfit(context, "on_delete", "a field that is no reference", path)
    if spec.enum is not None:
        return _words(context, EnumType(name, spec.enum), path)
    if spec.type is None:
        context.report(codes.VALUE_MISSING, path, key=True, what=f"`{name}`", name="type")
        return None
    return _named(context, spec, path)


def _misfit(context: Context, key: str, kind: str, path: Path) -> None:
    context.found.append(
        at(codes.KEY_DOES_NOT_FIT, context.origin((*path, key)), key=key, kind=kind)
    )


def _reference(context: Context, spec: FieldSpec, path: Path) -> FieldType | None:
    for key in (*LIMITS, "enum", "type"):
        if getattr(spec, key) is not None:
            _misfit(context, key, "a reference", path)
    if not context.known(
        "entity", spec.reference or "", context.spec.entities, (*path, "reference")
    ):
        return None
    on_delete = OnDelete(spec.on_delete or "restrict")
    if on_delete is OnDelete.CLEAR and not spec.optional:
        context.report(
            codes.WRONG_VALUE, (*path, "on_delete"), value="`clear`", kind="a required reference",
            reason="it could not be emptied",
        )  # fmt: skip
    return ReferenceType(spec.reference or "", on_delete)


def _words(context: Context, type_: EnumType, path: Path) -> FieldType:
    if len(set(type_.values)) != len(type_.values) or not type_.values:
        context.report(
            codes.WRONG_VALUE, (*path, "enum"), value="this list", kind="an enum",
            reason="its words must be different, and at least one",
        )  # fmt: skip
    for word in type_.values:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", word):
            context.report(
                codes.WRONG_VALUE, (*path, "enum"), value=f"`{word}`", kind="an enum",
                reason="words are snake_case, at most 40 characters",
            )  # fmt: skip
    return type_


def _named(context: Context, spec: ValueSpec, path: Path) -> FieldType | None:
    name = spec.type or ""
    for key in LIMITS:
        if getattr(spec, key) is not None and key not in ALLOWED.get(name, frozenset()):
            _misfit(context, key, f"type `{name}`", path)
    where = (*path, "type")
    if name in PLANNED:
        context.report(
            architecture.NOT_YET,
            where,
            what=f"the type `{name}`",
            suggestion="use another type for now",
        )
        return None
    if name not in BUILT_IN:
        if not context.known("type", name, (*BUILT_IN, *context.spec.types), where):
            return None
        return EnumType(name, context.spec.types[name].enum)
    return _built_in(context, name, spec, path)


def _built_in(context: Context, name: str, spec: ValueSpec, path: Path) -> FieldType | None:
    match name:
        case "string":
            _check_pattern(context, spec, path)
            return StringType(spec.max_length or DEFAULT_LENGTH, spec.min_length or 0, spec.pattern)
        case "text":
            return TextType(spec.max_length, spec.min_length or 0)
        case "integer":
            low, high = (_whole(context, spec, key, path) for key in ("minimum", "maximum"))
            _check_order(context, low, high, path)
            return IntegerType(low, high)
        case "decimal":
            if spec.scale is None:
                context.report(codes.VALUE_MISSING, path, key=True, what="a decimal", name="scale")
                return None
            low_text, high_text = _bounds(context, spec, path)
            return DecimalType(spec.scale, spec.precision or 18, low_text, high_text)
        case "money":
            low_text, high_text = _bounds(context, spec, path)
            return MoneyType(context.spec.system.currency, low_text, high_text)
        case "role":
            return RoleType(tuple(context.spec.roles))
        case "password":
            return PasswordType(spec.min_length or 12)
        case "secret":
            return SecretType(spec.max_length or DEFAULT_LENGTH)
    simple: dict[str, FieldType] = {
        "email": EmailType(), "phone": PhoneType(), "url": UrlType(), "uuid": UuidType(),
        "boolean": BooleanType(), "date": DateType(), "datetime": DatetimeType(), "json": JsonType(),
    }  # fmt: skip
    return simple[name]


def _check_pattern(context: Context, spec: ValueSpec, path: Path) -> None:
    if spec.pattern is None:
        return
    try:
        re.compile(spec.pattern)
    except (re.error, OverflowError, RecursionError) as error:
        context.report(
            codes.WRONG_VALUE, (*path, "pattern"), value="the pattern", kind="a regular expression",
            reason=str(error),
        )  # fmt: skip


def _whole(context: Context, spec: ValueSpec, key: str, path: Path) -> int | None:
    value = getattr(spec, key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 1 << 63:
        context.report(
            codes.WRONG_VALUE, (*path, key), value=f"`{value}`", kind="an integer",
            reason="it is no whole number of at most 64 bits",
        )  # fmt: skip
        return None
    return value


def _bounds(context: Context, spec: ValueSpec, path: Path) -> tuple[str | None, str | None]:
    low, high = (_exact(context, spec, key, path) for key in ("minimum", "maximum"))
    _check_order(context, low, high, path)
    return (None if low is None else format(low, "f"), None if high is None else format(high, "f"))


def _exact(context: Context, spec: ValueSpec, key: str, path: Path) -> Decimal | None:
    value = getattr(spec, key)
    number = None if value is None else decimal_of(value)
    if value is not None and number is None:
        context.report(
            codes.WRONG_VALUE,
            (*path, key),
            value=f"`{value}`",
            kind="a decimal",
            reason="it is no number",
        )
    return number


def decimal_of(value: object) -> Decimal | None:
    """The exact number that a scalar of the spec writes, or None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def _check_order(context: Context, low: Any, high: Any, path: Path) -> None:
    if low is not None and high is not None and low > high:
        context.report(
            codes.WRONG_VALUE, (*path, "minimum"), value=f"`{low}`", kind="a minimum",
            reason=f"it is above the maximum, {high}",
        )  # fmt: skip


def default_of(context: Context, type_: FieldType, value: object, path: Path) -> Literal:
    """The default as the resolved system keeps it; reports one that does not fit."""
    problem, literal = _default(type_, value)
    if problem:
        context.report(
            codes.WRONG_VALUE,
            (*path, "default"),
            value=f"`{value}`",
            kind="this type",
            reason=problem,
        )
    return literal


def _default(type_: FieldType, value: object) -> tuple[str, Literal]:
    match type_:
        case BooleanType():
            return ("", value) if isinstance(value, bool) else ("it is true or false", None)
        case IntegerType(low, high):
            if not isinstance(value, int) or isinstance(value, bool):
                return "it is a whole number", None
            inside = (low is None or value >= low) and (high is None or value <= high)
            return ("", value) if inside else ("it is outside the limits", None)
        case DecimalType(minimum=low, maximum=high) | MoneyType(minimum=low, maximum=high):
            number = decimal_of(value)
            if number is None:
                return "it is a number", None
            inside = (low is None or number >= Decimal(low)) and (
                high is None or number <= Decimal(high)
            )
            return ("", format(number, "f")) if inside else ("it is outside the limits", None)
        case EnumType(_, values) | RoleType(values):
            return (
                ("", str(value)) if value in values else (f"it is one of {', '.join(values)}", None)
            )
        case StringType(longest) | TextType(longest):
            fits = isinstance(value, str) and (longest is None or len(value) <= longest)
            return ("", str(value)) if fits else ("it is a text within the limits", None)
        case JsonType():
            return ("", ()) if value == {} else ("only an empty object can be a default", None)
        case _:
            return "values of this type have no default", None


def field_of(context: Context, name: str, spec: ValueSpec, path: Path) -> Field | None:
    """The field, or None after reporting why it cannot be one."""
    type_ = type_of(context, name, spec, path)
    if type_ is None:
        return None
    has_default = "default" in spec.model_fields_set and spec.default is not None
    default = default_of(context, type_, spec.default, path) if has_default else None
    own = spec if isinstance(spec, FieldSpec) else None
    return Field(
        name=name,
        type=type_,
        description=spec.description,
        optional=spec.optional,
        has_default=has_default,
        default=default,
        unique=bool(own and own.unique),
        write_once=bool(own and own.write_once),
        personal=bool(own and own.personal),
        renamed_from=own.renamed_from if own else None,
        origin=context.origin(path),
    )


def value_type(type_: FieldType, optional: bool) -> ValueType:
    """What an expression sees of a field."""
    match type_:
        case ReferenceType(entity):
            return RowValue(entity, optional)
        case EnumType(name, values):
            return EnumValue(name, values, optional)
        case RoleType(values):
            return EnumValue("role", values, optional)
        case BooleanType():
            return ScalarValue(ScalarKind.BOOL, optional)
        case IntegerType():
            return ScalarValue(ScalarKind.INT, optional)
        case DecimalType() | MoneyType():
            return ScalarValue(ScalarKind.DECIMAL, optional)
        case DateType():
            return ScalarValue(ScalarKind.DATE, optional)
        case DatetimeType():
            return ScalarValue(ScalarKind.TIMESTAMP, optional)
        case JsonType():
            return ScalarValue(ScalarKind.JSON, optional)
        case UuidType():
            return ScalarValue(ScalarKind.UUID, optional)
        case _:
            return ScalarValue(ScalarKind.STRING, optional)
