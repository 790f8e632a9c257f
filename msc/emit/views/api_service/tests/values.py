"""Values that a request may hold, and values just outside of what is allowed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from msc.core.record import Record
from msc.expr.evaluate import Value
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
from msc.lower.pycode import literal
from msc.lower.shapes.fields import MAX_EMAIL, MAX_PASSWORD, MAX_TEXT, MAX_URL
from msc.lower.shapes.patterns import refused
from msc.lower.shapes.samples import matching, scaled, wire_text

LONGEST_SHOWN = 60


class Given(Record):
    """A value in a request: what is special about it, and its JSON as a Python expression."""

    about: str
    text: str


def wrong_values(field: Field) -> Iterator[Given]:
    """Values that validation must refuse: beyond each bound, of a wrong form, of a wrong kind."""
    yield from _beyond(field.type)
    yield from _malformed(field.type)
    if not (field.optional or field.has_default):
        yield Given("null", "None")


def bound_values(field: Field) -> Iterator[tuple[Given, Value]]:
    """The last values that validation must accept."""
    match field.type:
        case IntegerType(low, high):
            found: list[tuple[str, Value]] = [("the minimum", low), ("the maximum", high)]
        case (DecimalType() | MoneyType()) as type_:
            found = [
                ("the minimum", None if type_.minimum is None else scaled(type_, type_.minimum)),
                ("the maximum", None if type_.maximum is None else scaled(type_, type_.maximum)),
            ]
        case StringType(longest, shortest, pattern):
            text = "x" * longest if pattern is None else matching(pattern, longest, longest)
            found = [("the longest", text)]
            if shortest and pattern is None:
                found.append(("the shortest", "x" * shortest))
        case TextType(longest) if longest:
            found = [("the longest", "x" * longest)]
        case EnumType(values=values):
            found = [(each, each) for each in values]
        case _:
            found = []
    for about, value in found:
        if value is not None:
            yield Given(about, _shown(value)), value


def _beyond(type_: FieldType) -> Iterator[Given]:
    match type_:
        case IntegerType(low, high):
            if low is not None:
                yield Given("below the minimum", literal(low - 1))
            if high is not None:
                yield Given("above the maximum", literal(high + 1))
        case DecimalType() | MoneyType():
            step = scaled(type_, "0") + Decimal(1).scaleb(-_scale(type_))
            if type_.minimum is not None:
                less = scaled(type_, type_.minimum) - step
                yield Given("below the minimum", wire_text(less))
            if type_.maximum is not None:
                yield Given("above the maximum", wire_text(scaled(type_, type_.maximum) + step))
            middle = scaled(type_, type_.minimum or type_.maximum or "1")
            yield Given("too many decimals", literal(f"{middle:f}{'' if _scale(type_) else '.'}1"))
        case _:
            shortest, longest = _lengths(type_)
            if shortest:
                yield Given("too short", _shown("x" * (shortest - 1)))
            if longest:
                yield Given("too long", _shown("x" * (longest + 1)))


def _scale(type_: DecimalType | MoneyType) -> int:
    return 2 if isinstance(type_, MoneyType) else type_.scale


def _lengths(type_: FieldType) -> tuple[int, int | None]:
    match type_:
        case StringType(longest, shortest):
            return shortest, longest
        case TextType(longest, shortest):
            return shortest, longest or MAX_TEXT
        case EmailType():
            return 0, MAX_EMAIL
        case UrlType():
            return 0, MAX_URL
        case PasswordType(shortest):
            return shortest, MAX_PASSWORD
        case SecretType(longest):
            return 0, longest
        case (
            PhoneType() | UuidType() | IntegerType() | DecimalType() | MoneyType() | BooleanType()
            | DateType() | DatetimeType() | EnumType() | RoleType() | JsonType() | ReferenceType()
        ):  # fmt: skip
            return 0, None
        case _:
            assert_never(type_)


def _malformed(type_: FieldType) -> Iterator[Given]:
    match type_:
        case StringType(longest, _, pattern) if pattern is not None:
            text = refused(pattern)
            if text is not None and len(text) <= longest:
                yield Given("another form", literal(text))
        case StringType(longest, shortest, None) if longest >= 2:
            broken = "x" * max(shortest - 1, 1) + "\n"
            yield Given("two lines", _shown(broken))
        case EmailType():
            yield Given("no address", literal("nobody"))
        case PhoneType():
            yield Given("no number", literal("call me"))
        case UrlType():
            yield Given("no address", literal("somewhere"))
        case IntegerType() | DecimalType() | MoneyType():
            yield Given("no number", literal("many"))
        case BooleanType():
            yield Given("neither true nor false", literal("perhaps"))
        case EnumType() | RoleType():
            yield Given("an unknown word", literal("no such word"))
        case DateType() | DatetimeType():
            yield Given("no date", literal("someday"))
        case UuidType() | ReferenceType():
            yield Given("no identifier", literal("somebody"))
        case JsonType():
            yield Given("no object", literal("nothing"))


def _shown(value: Value) -> str:
    """A long text of one letter as a product."""
    if isinstance(value, str) and len(value) > LONGEST_SHOWN and len(set(value)) == 1:
        return f"{literal(value[0])} * {len(value)}"
    return wire_text(value)
