"""A valid value of a field, as a Python expression."""

from msc.core.naming import pascal
from msc.emit.pycode import literal
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


def sample(field: Field) -> str:
    """A value that the field's own constraints accept."""
    match field.type:
        case StringType(longest, shortest, pattern):
            return literal(matching(pattern) if pattern else _words(shortest, longest))
        case TextType(longest, shortest):
            return literal(_words(shortest, longest or 80))
        case EmailType():
            return literal("person@people.example")
        case PhoneType():
            return literal("+4915112345678")
        case UrlType():
            return literal("https://people.example")
        case PasswordType() | SecretType():
            return literal("correct horse battery")
        case IntegerType(low, high):
            return literal(low if low is not None else min(1, high if high is not None else 1))
        case DecimalType(minimum=low) | MoneyType(minimum=low):
            return f"Decimal({literal(low or '1')})"
        case BooleanType():
            return "False"
        case EnumType(name, values):
            return f"{pascal(name)}.{values[0].upper()}"
        case RoleType(values):
            return f"Role.{values[0].upper()}"
        case DateType():
            return "date(2030, 1, 31)"
        case DatetimeType():
            return "datetime(2030, 1, 31, 12, tzinfo=UTC)"
        case JsonType():
            return "{}"
        case UuidType() | ReferenceType():
            return "new_id()"


def _words(shortest: int, longest: int) -> str:
    return (
        ("A sample " * (shortest // 9 + 1))
        .strip()[: max(shortest, min(longest, 8))]
        .ljust(shortest, "x")
    )


def matching(pattern: str) -> str:
    """A short text that a pattern accepts, found by trying plain candidates."""
    import re

    letters = [
        "A",
        "a",
        "1",
        "AB",
        "ab",
        "12",
        "DE",
        "a1",
        "A1",
        "abc",
        "ABC",
        "123",
        "1234",
        "12345",
    ]
    candidates = [*letters, "abcdef", "ABCDEF", "123456", "a-b", "a_b", "a@b.cd", "2030-01-31"]
    return next((each for each in candidates if re.search(pattern, each)), "A")
