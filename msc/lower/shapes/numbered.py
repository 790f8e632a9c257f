"""Values of fields as they travel in JSON: valid ones that differ by number, and invalid ones.

All are Python expressions; the valid ones read a variable `number`.
"""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    EmailType,
    EnumType,
    Field,
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
from msc.lower.shapes.patterns import accepted, refused

# Tests make far fewer rows than this of one entity.
MANY = 1000
DIGITS = 4
PATTERN_TEXTS = 8
# Of a field that tells rows apart, no two rows of a test may have the same.
UNIQUE_TEXTS = 32

type Text = StringType | TextType | PasswordType | SecretType | EmailType | PhoneType | UrlType


def numbered(field: Field) -> str:
    """A value that the field accepts; another one for each number, if the type has as many."""
    match field.type:
        case StringType(longest, shortest, pattern):
            texts = _accepted(pattern, longest, unique=field.unique) if pattern else ()
            return _one_of(texts) if texts else _words(field, shortest, longest)
        case TextType(longest, shortest):
            return _words(field, shortest, longest or MAX_TEXT)
        case PasswordType(shortest):
            return _words(field, max(shortest, len("correct horse 1")), MAX_PASSWORD)
        case SecretType(longest):
            return _words(field, 0, longest)
        case EmailType():
            return 'f"person{number}@people.example"'
        case PhoneType():
            return 'f"+4915{number:08d}"'
        case UrlType():
            return 'f"https://people.example/{number}"'
        case UuidType() | ReferenceType():
            return "str(UUID(int=number))"
        case IntegerType(low, high):
            return _integer(low, high)
        case DecimalType(scale=scale, minimum=low, maximum=high):
            return _decimal(scale, low, high)
        case MoneyType(minimum=low, maximum=high):
            return _decimal(2, low, high)
        case BooleanType():
            return "number % 2 == 0"
        case EnumType(_, values) | RoleType(values):
            return _one_of(values)
        case DateType():
            return 'f"2030-01-{number % 28 + 1:02d}"'
        case DatetimeType():
            return 'f"2030-01-31T12:{number // 60:02d}:{number % 60:02d}Z"'
        case JsonType():
            return '{"number": number}'


def _accepted(pattern: str, longest: int, *, unique: bool) -> tuple[str, ...]:
    if unique:
        return accepted(pattern, UNIQUE_TEXTS, longest, choices=UNIQUE_TEXTS)
    return accepted(pattern, PATTERN_TEXTS, longest)


def _words(field: Field, shortest: int, longest: int) -> str:
    label = field.name.replace("_", " ").capitalize()
    if longest < len(label) + 1 + DIGITS:
        width = max(1, min(shortest, longest))
        return f'f"{{number % {10 ** min(longest, DIGITS)}:0{width}d}}"'
    width = shortest - len(label) - 1
    return f'f"{label} {{number{f":0{width}d" if width > 1 else ""}}}"'


def _one_of(values: tuple[str, ...]) -> str:
    if len(values) == 1:
        return literal(values[0])
    return f"{literal(values)}[number % {len(values)}]"


def _integer(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "number"
    if low is None:
        return f"{high} - number"
    span = None if high is None else high - low + 1
    if span is None or span > MANY:
        return f"{low} + number" if low else "number"
    return f"{low} + number % {span}" if low else f"number % {span}"


def _decimal(scale: int, low: str | None, high: str | None) -> str:
    least = None if low is None else math.ceil(Decimal(low))
    most = None if high is None else math.floor(Decimal(high))
    if least is not None and most is not None and most < least:
        return literal(f"{Decimal(low or 0):.{scale}f}")
    whole = _integer(least, most) if least or most is not None else "number"
    fraction = f".{'0' * scale}" if scale else ""
    return f'f"{{{whole}}}{fraction}"'


def invalid(field: Field) -> tuple[str, ...]:
    """Values that the field refuses, each for another reason."""
    return tuple(dict.fromkeys(_invalid(field)))


def _invalid(field: Field) -> Iterator[str]:
    if not field.optional:
        yield "None"
    match field.type:
        case (
            StringType() | TextType() | PasswordType() | SecretType() | EmailType() | PhoneType()
            | UrlType()
        ) as type_:  # fmt: skip
            yield from _invalid_text(type_)
        case UuidType() | ReferenceType():
            yield '"not an identifier"'
        case IntegerType(low, high):
            yield '"many"'
            yield literal((-(1 << 63) if low is None else low) - 1)
            yield literal(((1 << 63) - 1 if high is None else high) + 1)
        case DecimalType(scale=scale, minimum=low, maximum=high):
            yield from _outside_decimal(scale, low, high)
        case MoneyType(minimum=low, maximum=high):
            yield from _outside_decimal(2, low, high)
        case BooleanType():
            yield '"perhaps"'
        case EnumType() | RoleType():
            yield '"no such word"'
        case DateType():
            yield '"2030-02-30"'
        case DatetimeType():
            yield '"yesterday"'
        case JsonType():
            yield '"no object"'
        case _:
            assert_never(field.type)


def _invalid_text(type_: Text) -> Iterator[str]:
    match type_:
        case StringType(longest, shortest, pattern):
            yield from _outside(shortest, longest)
            other = refused(pattern) if pattern else None
            yield from [] if other is None else [literal(other)]
        case TextType(longest, shortest):
            yield from _outside(shortest, longest or MAX_TEXT)
        case PasswordType(shortest):
            yield from _outside(shortest, MAX_PASSWORD)
        case SecretType(longest):
            yield from _outside(0, longest)
        case EmailType():
            yield from ('"nobody"', f'"x" * {MAX_EMAIL} + "@people.example"')
        case PhoneType():
            yield '"0151 234"'
        case UrlType():
            yield from ('"people.example"', f'"https://" + "x" * {MAX_URL}')
        case _:
            assert_never(type_)


def _outside(shortest: int, longest: int) -> Iterator[str]:
    if shortest:
        yield literal("x" * (shortest - 1))
    yield f'"x" * {longest + 1}'


def _outside_decimal(scale: int, low: str | None, high: str | None) -> Iterator[str]:
    step = Decimal(1).scaleb(-scale)
    yield '"much"'
    yield from [] if low is None else [literal(f"{Decimal(low) - step:f}")]
    yield from [] if high is None else [literal(f"{Decimal(high) + step:f}")]
    within = Decimal(low or high or 0)
    yield literal(f"{within + step / 10 if low or not high else within - step / 10:f}")
