"""Valid values of a field, and how they are written in Python and on the wire."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from msc.core.exact import EXACT
from msc.core.naming import pascal
from msc.expr.evaluate import Identity, Value
from msc.expr.target import Unsupported
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
from msc.lower.pycode import Import, annotation_imports, literal
from msc.lower.shapes.patterns import accepted

TODAY = date(2030, 1, 31)
NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
TRIED = 16
PLAIN_TEXTS = ("A", "a", "1", "DE", "ab", "12", "abc", "ABC", "123", "1234", "12345", "a-b")
LINK = "https://people.example/verify-email?token=proof"
SOME_UUID = Identity('UUID("01900000-0000-7000-8000-000000000001")')


def sample_value(type_: FieldType) -> Value:
    """A value that the type accepts."""
    match type_:
        case StringType(longest, shortest, pattern):
            return _words(shortest, longest) if pattern is None else _matching(type_)
        case TextType(longest, shortest):
            return _words(shortest, longest or 80)
        case EmailType():
            return "person@people.example"
        case PhoneType():
            return "+4915112345678"
        case UrlType():
            return "https://people.example"
        case PasswordType(shortest):
            return "correct horse battery".ljust(shortest, "x")
        case SecretType(longest):
            return "correct horse battery"[:longest]
        case IntegerType(low, high):
            return low if low is not None else min(1, high if high is not None else 1)
        case DecimalType() | MoneyType():
            return _decimal(type_)
        case BooleanType():
            return False
        case EnumType(values=values) | RoleType(values):
            return values[0]
        case DateType():
            return TODAY
        case DatetimeType():
            return NOW
        case JsonType():
            return ()
        case UuidType() | ReferenceType():
            return Identity("new_id()")


def ordinary_value(field: Field) -> Value:
    """What a row has where a test does not care: the default, nothing, or a sample."""
    if field.has_default and field.default is not None:
        return _default(field)
    return None if field.optional or field.has_default else sample_value(field.type)


def choices(field: Field) -> tuple[Value, ...]:
    """Values that the field accepts, the sample first."""
    first = sample_value(field.type)
    found: list[Value] = [first]
    match field.type:
        case BooleanType():
            found += [True]
        case EnumType(values=values) | RoleType(values):
            found += values
        case IntegerType(low, high):
            found += [each for each in (low, high) if each is not None]
        case DecimalType() | MoneyType():
            bounds = (field.type.minimum, field.type.maximum)
            found += [scaled(field.type, each) for each in bounds if each is not None]
    if field.optional:
        found.append(None)
    return tuple(dict.fromkeys(found))


def accepts(field: Field, value: Value) -> bool:
    """Whether the field may hold the value."""
    if value is None:
        return field.optional
    match field.type, value:
        case StringType(longest, shortest, pattern), str(text):
            fits = pattern is None or re.search(pattern, text) is not None
            return shortest <= len(text) <= longest and fits
        case TextType(longest, shortest), str(text):
            return shortest <= len(text) <= (longest or len(text))
        case IntegerType(low, high), int(number):
            return (low is None or number >= low) and (high is None or number <= high)
        case (DecimalType() | MoneyType()) as type_, Decimal() as number:
            least, most = type_.minimum, type_.maximum
            enough = least is None or number >= Decimal(least)
            return enough and (most is None or number <= Decimal(most))
        case ((EnumType(values=values) | RoleType(values)), str(word)):
            return word in values
        case ((BooleanType() | DateType() | DatetimeType()), _):
            return True
    return False


def scaled(type_: DecimalType | MoneyType, text: str) -> Decimal:
    """The number with as many decimals as the type has."""
    scale = 2 if isinstance(type_, MoneyType) else type_.scale
    return Decimal(text).quantize(Decimal(1).scaleb(-scale), context=EXACT)


def value_text(type_: FieldType | None, value: Value) -> str:
    """The value as a Python expression; a word of an enum is its member."""
    match type_, value:
        case EnumType(name), str(word):
            return f"{pascal(name)}.{word.upper()}"
        case RoleType(), str(word):
            return f"Role.{word.upper()}"
        case JsonType(), ():
            return "{}"
        case _, Identity(text):
            return text
        case _, datetime() as moment:
            return (
                f"datetime({moment.year}, {moment.month}, {moment.day}, {moment.hour}, tzinfo=UTC)"
            )
        case _, date() as day:
            return f"date({day.year}, {day.month}, {day.day})"
        case _, None | bool() | int() | str() | Decimal():
            return literal(value)
    raise Unsupported(f"no field holds {value!r}")


def value_imports(type_: FieldType) -> tuple[Import, ...]:
    """What `value_text` may need."""
    return (*annotation_imports(type_), ("datetime", "UTC"), ("shared.identifiers", "new_id"))


def wire_text(value: Value) -> str:
    """The value's JSON form as a Python expression."""
    match value:
        case Identity(text):
            return f"str({text})"
        case Decimal():
            return literal(format(value, "f"))
        case datetime():
            return literal(value.astimezone(UTC).isoformat().replace("+00:00", "Z"))
        case date():
            return literal(value.isoformat())
        case ():
            return "{}"
        case None | bool() | int() | str():
            return literal(value)
    raise Unsupported(f"no field holds {value!r}")


def _decimal(type_: DecimalType | MoneyType) -> Decimal:
    if type_.minimum is not None:
        return scaled(type_, type_.minimum)
    high = Decimal(1) if type_.maximum is None else min(Decimal(1), Decimal(type_.maximum))
    return scaled(type_, str(high))


def _default(field: Field) -> Value:
    match field.type, field.default:
        case (DecimalType() | MoneyType()) as type_, default:
            return scaled(type_, str(default))
        case DateType(), str(text):
            return date.fromisoformat(text)
        case DatetimeType(), str(text):
            return datetime.fromisoformat(text).astimezone(UTC)
        case _, default:
            return default


def _words(shortest: int, longest: int) -> str:
    text = ("A sample " * (shortest // 9 + 1)).strip()[: max(shortest, min(longest, 8))]
    return text.strip().ljust(shortest, "x")


def _matching(type_: StringType) -> str:
    assert type_.pattern is not None
    return matching(type_.pattern, type_.min_length, type_.max_length) or "A"


def matching(pattern: str, shortest: int, longest: int) -> str | None:
    """A text of the allowed length that a pattern accepts, or None if none is found."""
    texts = (*PLAIN_TEXTS, *accepted(pattern, TRIED, longest))
    padded = (each.ljust(shortest, each[-1:] or "x") for each in texts)
    fitting = (each for each in padded if len(each) <= longest and re.search(pattern, each))
    return next(fitting, None)
