"""Texts of values in Python and in JSON, and of length constraints."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from msc.expr.evaluate import Identity, Value
from msc.expr.target import Unsupported
from msc.ir.fields import Field
from msc.lower.pycode import literal

DIGITS = 4
LONGEST_SHOWN = 60
# An identifier that is known, and not that of a row.
WRITTEN_OUT = "UUID("


def value_text(value: Value) -> str:
    """The value as a Python expression."""
    match value:
        case Identity(text):
            return text
        case datetime():
            return f"datetime({value.year}, {value.month}, {value.day}, {value.hour}, tzinfo=UTC)"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case None | bool() | int() | str() | Decimal():
            return literal(value)
    raise Unsupported(f"no field holds {value!r}")


def wire_text(value: Value) -> str:
    """The value's JSON form as a Python expression."""
    match value:
        case Identity(text) if text.startswith(WRITTEN_OUT):
            return text.removeprefix(WRITTEN_OUT).removesuffix(")")
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


def short_wire_text(value: Value) -> str:
    """The JSON form; a long run of one letter is written as a product."""
    if isinstance(value, str) and len(value) > LONGEST_SHOWN and len(set(value)) == 1:
        return f"{literal(value[0])} * {len(value)}"
    return wire_text(value)


def length_constraints(
    shortest: int, longest: int | None, pattern: str | None = None
) -> tuple[str, ...]:
    """The arguments of pydantic's `Field` for a text."""
    arguments = [f"min_length={shortest}"] if shortest else []
    if longest is not None:
        arguments.append(f"max_length={longest}")
    if pattern is not None:
        arguments.append(f"pattern={literal(pattern)}")
    return tuple(arguments)


def sample_words(shortest: int, longest: int) -> str:
    """A sample text of an allowed length."""
    text = ("A sample " * (shortest // 9 + 1)).strip()[: max(shortest, min(longest, 8))]
    return text.strip().ljust(shortest, "x")


def other_words(shortest: int, longest: int) -> str:
    """Another text of an allowed length."""
    return f"B{sample_words(shortest, longest)[1:]}"


def numbered_words(field: Field, shortest: int, longest: int) -> str:
    """An f-string with the name of the field and `number`."""
    label = field.name.replace("_", " ").capitalize()
    if longest < len(label) + 1 + DIGITS:
        width = max(1, min(shortest, longest))
        return f'f"{{number % {10 ** min(longest, DIGITS)}:0{width}d}}"'
    width = shortest - len(label) - 1
    return f'f"{label} {{number{f":0{width}d" if width > 1 else ""}}}"'


def one_of(values: tuple[str, ...]) -> str:
    """One of the values, chosen by `number`."""
    if len(values) == 1:
        return literal(values[0])
    return f"{literal(values)}[number % {len(values)}]"


def outside_lengths(shortest: int, longest: int) -> Iterator[str]:
    """A text that is too short, if possible, and one that is too long."""
    if shortest:
        yield literal("x" * (shortest - 1))
    yield f'"x" * {longest + 1}'
