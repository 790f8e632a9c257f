"""Defaults: literals that obey the type that they belong to."""

import re
from decimal import Decimal
from typing import assert_never

from msc.analyze import numbers
from msc.analyze.context import Context, source_of
from msc.core.catalogue import types as codes
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    EmailType,
    EnumType,
    FieldType,
    IntegerType,
    JsonType,
    Literal,
    MoneyType,
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


class Unfit(Exception):  # noqa: N818 - ends one check, its text is the reason
    """The value is no default of the type."""


def default_of(
    context: Context, type_: FieldType, spec: ValueSpec, path: Path
) -> tuple[bool, Literal]:
    """Whether there is a default, and which; reports one that does not fit."""
    if "default" not in spec.model_fields_set:
        return False, None
    try:
        return _checked(type_, spec)
    except Unfit as reason:
        context.report(
            codes.WRONG_VALUE, (*path, "default"), value=_shown(spec.default),
            kind="this field", reason=reason,
        )  # fmt: skip
        return False, None


def fill_of(
    context: Context, type_: FieldType, spec: FieldSpec, path: Path
) -> tuple[bool, Literal]:
    """Whether older rows get a value of their own, and which; reports one that does not fit."""
    if "fill" not in spec.model_fields_set:
        return False, None
    try:
        return True, literal_of(type_, spec.fill)
    except Unfit as reason:
        context.report(
            codes.WRONG_VALUE, (*path, "fill"), value=_shown(spec.fill), kind="this field",
            reason=reason,
        )  # fmt: skip
        return False, None


def _shown(value: object) -> str:
    return "this" if isinstance(value, list | dict) else f"`{source_of(value)}`"


def _checked(type_: FieldType, spec: ValueSpec) -> tuple[bool, Literal]:
    if spec.default is None:
        if not spec.optional:
            raise Unfit("a value that may be missing says `optional: true`")
        return False, None
    return True, literal_of(type_, spec.default)


def literal_of(type_: FieldType, value: object) -> Literal:
    """The value in the form in which the resolved system keeps it; raises Unfit."""
    match type_:
        case BooleanType():
            return _boolean(value)
        case IntegerType(low, high):
            return _integer(value, low, high)
        case DecimalType(scale, precision, low, high):
            return _decimal(value, numbers.Size(precision, scale), low, high)
        case MoneyType(_, low, high):
            return _decimal(value, numbers.MONEY, low, high)
        case EnumType(_, words) | RoleType(words):
            return _word(value, words)
        case StringType(longest, shortest, pattern):
            return _text(value, shortest, longest, pattern)
        case TextType(longest, shortest):
            return _text(value, shortest, longest, None)
        case JsonType():
            if value != {}:
                raise Unfit("only an empty object, `{}`, can be a default")
            return ()
        case (
            EmailType() | PhoneType() | UrlType() | UuidType() | DateType() | DatetimeType()
            | PasswordType() | SecretType() | ReferenceType()
        ):  # fmt: skip
            raise Unfit("values of this type have no default")
        case _:
            assert_never(type_)


def _boolean(value: object) -> Literal:
    if not isinstance(value, bool):
        raise Unfit("expected true or false")
    return value


def _integer(value: object, low: int | None, high: int | None) -> Literal:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit("expected an integer")
    if not numbers.MIN_INTEGER <= value <= numbers.MAX_INTEGER:
        raise Unfit("an integer has at most 64 bits")
    if (low is not None and value < low) or (high is not None and value > high):
        raise Unfit("it is outside the limits")
    return value


def _decimal(value: object, size: numbers.Size, low: str | None, high: str | None) -> Literal:
    number = numbers.decimal_of(value)
    if number is None:
        raise Unfit("expected a number")
    if not size.holds(number):
        raise Unfit(size.excess)
    if (low is not None and number < Decimal(low)) or (high is not None and number > Decimal(high)):
        raise Unfit("it is outside the limits")
    text = numbers.fixed(number, size.scale)
    if text is None:
        raise Unfit(f"it has at most {size.scale} decimal places")
    return text


def _word(value: object, words: tuple[str, ...]) -> Literal:
    if value not in words:
        raise Unfit(f"expected one of {', '.join(words)}")
    return str(value)


def _text(value: object, shortest: int, longest: int | None, pattern: str | None) -> Literal:
    if not isinstance(value, str):
        raise Unfit("expected a text; put it in quotes")
    if len(value) < shortest or (longest is not None and len(value) > longest):
        raise Unfit("its length is outside the limits")
    if pattern is not None and not _matches(pattern, value):
        raise Unfit("it does not match the pattern")
    return value


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except (re.error, OverflowError, RecursionError):
        # The pattern itself is reported where it is written.
        return True
