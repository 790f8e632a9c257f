"""Values of the spec -> typed fields."""

import re
from collections.abc import Mapping
from typing import assert_never

from msc.analyze import numbers
from msc.analyze.context import MAX_NAME, NAME, Context
from msc.analyze.defaults import default_of, fill_of
from msc.analyze.evolution import narrowed_from
from msc.analyze.patterns import pattern_problem
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.ir.expressions import EnumValue, RowValue, ScalarKind, ScalarValue, ValueType
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

SIMPLE: Mapping[str, FieldType] = {
    "email": EmailType(), "phone": PhoneType(), "url": UrlType(), "uuid": UuidType(),
    "boolean": BooleanType(), "date": DateType(), "datetime": DatetimeType(), "json": JsonType(),
}  # fmt: skip
BUILT_IN = (
    *SIMPLE, "string", "text", "integer", "decimal", "money", "password", "secret", "role",
)  # fmt: skip
PLANNED = ("slug", "duration", "list", "file", "computed")
OTHER_WORDS = {
    "int": "integer", "number": "integer", "float": "decimal", "double": "decimal",
    "bool": "boolean", "str": "string", "varchar": "string", "timestamp": "datetime",
    "time": "datetime", "object": "json", "id": "uuid",
}  # fmt: skip
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
MAX_LENGTH = 1_000_000
MONEY_SCALE = numbers.MONEY.scale


def field_of(context: Context, name: str, spec: ValueSpec, path: Path) -> Field | None:
    """The field, or None after reporting why it cannot be one."""
    type_ = type_of(context, name, spec, path)
    if type_ is None:
        return None
    has_default, default = default_of(context, type_, spec, path)
    own = spec if isinstance(spec, FieldSpec) else None
    has_fill, fill = fill_of(context, type_, own, path) if own else (False, None)
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
        has_fill=has_fill,
        fill=fill,
        renamed_from=own.renamed_from if own else None,
        narrowed_from=narrowed_from(context, own, type_, path) if own else None,
        origin=context.origin(path),
    )


def type_of(context: Context, name: str, spec: ValueSpec, path: Path) -> FieldType | None:
    """The type of a value, or None after reporting why it has none."""
    if isinstance(spec, FieldSpec):
        if spec.reference is not None:
            return _reference(context, spec, path)
        if spec.on_delete is not None:
            misfit(context, "on_delete", "a field that is no reference", path)
    if spec.enum is not None:
        for key in ("type", *LIMITS):
            if getattr(spec, key) is not None:
                misfit(context, key, "a list of words", path)
        return EnumType(name, words(context, spec.enum, (*path, "enum")))
    if spec.type is None:
        context.missing("type", path, f"`{name}`")
        return None
    return _named(context, spec, spec.type, path)


def own_enum(owner: str, name: str) -> str:
    """The name of a list of words that belongs to one field or input."""
    return f"{owner}_{name}"


def misfit(context: Context, key: str, kind: str, path: Path) -> None:
    """Reports a key that says nothing about this kind of thing."""
    context.report(codes.KEY_DOES_NOT_FIT, (*path, key), at_key=True, key=key, kind=kind)


def only_rows(context: Context, entity: str, path: Path) -> None:
    """Reports a reference to documents: their identifiers are texts, and no table holds them."""
    if context.spec.entities[entity].store == "mongo" and not context.is_account(entity):
        context.report(
            architecture.NOT_YET, path, what=f"referring to `{entity}`, which mongo keeps,",
            suggestion="documents are records that nothing refers to; keep the entity in postgres",
        )  # fmt: skip


def _reference(context: Context, spec: FieldSpec, path: Path) -> FieldType | None:
    target = spec.reference or ""
    for key in (*LIMITS, "enum", "type"):
        if getattr(spec, key) is not None:
            misfit(context, key, "a reference", path)
    if not context.known("entity", target, context.spec.entities, (*path, "reference")):
        return None
    only_rows(context, target, (*path, "reference"))
    on_delete = OnDelete(spec.on_delete or "restrict")
    if on_delete is OnDelete.CLEAR and not spec.optional:
        context.report(
            codes.WRONG_VALUE, (*path, "on_delete"), value="`clear`", kind="a required reference",
            reason="it could not be emptied",
        )  # fmt: skip
    return ReferenceType(target, on_delete)


def words(context: Context, given: tuple[str, ...], path: Path) -> tuple[str, ...]:
    """The words of an enum; reports those that the emitted code could not use."""
    context.distinct(given, path)
    for index, word in enumerate(given):
        if not NAME.fullmatch(word) or len(word) > MAX_NAME:
            context.report(
                codes.WRONG_VALUE, (*path, index), value=f"`{word}`", kind="an enum",
                reason=f"words are snake_case, at most {MAX_NAME} characters",
            )  # fmt: skip
    return given


def _named(context: Context, spec: ValueSpec, name: str, path: Path) -> FieldType | None:
    known = name in context.spec.types
    if not known and name not in BUILT_IN:
        _unknown(context, name, (*path, "type"), in_entity=isinstance(spec, FieldSpec))
        return None
    for key in LIMITS:
        if getattr(spec, key) is not None and key not in ALLOWED.get(name, frozenset()):
            misfit(context, key, f"the type `{name}`", path)
    if known:
        return EnumType(name, context.spec.types[name].enum)
    return _built_in(context, name, spec, path)


def _unknown(context: Context, name: str, path: Path, *, in_entity: bool) -> None:
    if name in PLANNED:
        context.report(
            architecture.NOT_YET, path, what=f"the type `{name}`",
            suggestion="use another type for now",
        )  # fmt: skip
    elif in_entity and name in context.spec.entities:
        context.unknown("type", name, path, f"to refer to a row write `{{reference: {name}}}`")
    elif name in OTHER_WORDS:
        context.unknown("type", name, path, f"write `{OTHER_WORDS[name]}`")
    elif meant := _meant(context, name, in_entity=in_entity):
        context.unknown("type", name, path, f"write `{meant}`")
    else:
        entities = () if in_entity else context.spec.entities
        context.known("type", name, (*BUILT_IN, *context.spec.types, *entities), path)


def _meant(context: Context, name: str, *, in_entity: bool) -> str | None:
    """The type that is written as SQL or as a bare name of a field."""
    if sized := re.fullmatch(r"(?:var)?(?:char|string|text)\((\d+)\)", name.lower()):
        return f"{{type: string, max_length: {sized[1]}}}"
    owners = (each for each, spec in context.spec.entities.items() if name in spec.fields)
    owner = None if in_entity else next(owners, None)
    return f"{owner}.{name}" if owner else None


def _built_in(context: Context, name: str, spec: ValueSpec, path: Path) -> FieldType | None:
    match name:
        case "string":
            _check_pattern(context, spec, path)
            shortest, longest = _lengths(context, spec, path, DEFAULT_LENGTH)
            return StringType(longest or DEFAULT_LENGTH, shortest, spec.pattern)
        case "text":
            shortest, longest = _lengths(context, spec, path, None)
            return TextType(longest, shortest)
        case "password":
            shortest, _ = _lengths(context, spec, path, None)
            return PasswordType(shortest or PasswordType().min_length)
        case "secret":
            _, longest = _lengths(context, spec, path, DEFAULT_LENGTH)
            return SecretType(longest or DEFAULT_LENGTH)
        case "integer":
            return numbers.integer(context, spec, path)
        case "decimal":
            return _decimal(context, spec, path)
        case "money":
            low, high = numbers.bounds(context, spec, numbers.MONEY, path)
            return MoneyType(context.spec.system.currency, low, high)
        case "role":
            return _role(context, path)
        case _:
            return SIMPLE[name]


def _role(context: Context, path: Path) -> RoleType | None:
    roles = tuple(sorted(context.spec.roles))
    # The section that signs people in asks for roles itself.
    if not roles and context.spec.authentication is None:
        context.report(
            architecture.NOT_CONFIGURED, (*path, "type"), what="the type `role`",
            needed="a `roles` section",
        )  # fmt: skip
    return RoleType(roles) if roles else None


def _decimal(context: Context, spec: ValueSpec, path: Path) -> FieldType | None:
    if spec.scale is None:
        context.missing("scale", path, "a decimal")
        return None
    type_ = DecimalType(spec.scale, spec.precision or DecimalType(0).precision)
    if not 0 <= type_.scale <= type_.precision <= 38:
        context.report(
            codes.WRONG_VALUE, (*path, "scale"), value=f"`{spec.scale}`", kind="a scale",
            reason=f"it is from 0 to the precision ({type_.precision}), which is at most 38",
        )  # fmt: skip
        return None
    low, high = numbers.bounds(context, spec, numbers.Size(type_.precision, type_.scale), path)
    return DecimalType(type_.scale, type_.precision, low, high)


def _lengths(
    context: Context, spec: ValueSpec, path: Path, longest: int | None
) -> tuple[int, int | None]:
    for key in ("min_length", "max_length"):
        value = getattr(spec, key)
        least = 0 if key == "min_length" else 1
        if value is not None and not least <= value <= MAX_LENGTH:
            context.report(
                codes.WRONG_VALUE, (*path, key), value=f"`{value}`", kind="a length",
                reason=f"it is from {least} to {MAX_LENGTH:,}",
            )  # fmt: skip
    low, high = spec.min_length or 0, spec.max_length or longest
    if high is not None and low > high:
        context.report(
            codes.WRONG_VALUE, (*path, "min_length"), value=f"`{low}`", kind="a least length",
            reason=f"it is above the greatest, {high}",
        )  # fmt: skip
    return low, high


def _check_pattern(context: Context, spec: ValueSpec, path: Path) -> None:
    found = None if spec.pattern is None else pattern_problem(spec.pattern)
    if found is not None:
        reason, hint = found
        context.report(
            codes.WRONG_VALUE, (*path, "pattern"), value="the pattern", kind="a regular expression",
            reason=reason, hint=hint,
        )  # fmt: skip


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
        case IntegerType():
            return ScalarValue(ScalarKind.INT, optional)
        case (
            StringType() | TextType() | EmailType() | PhoneType() | UrlType() | PasswordType()
            | SecretType()
        ):  # fmt: skip
            return ScalarValue(ScalarKind.STRING, optional)
        case _:
            assert_never(type_)
