"""Valid values of a field, and their text in Python and on the wire."""

from msc.expr.evaluate import Value
from msc.ir.fields import Field, FieldType
from msc.lower.pycode import Import
from msc.lower.types import annotation_imports, row, texts

LINK = "01900000-0000-7000-8000-00000000000f"
# What values of any type are written with; a module keeps what it names.
VALUES: tuple[Import, ...] = (
    ("datetime", "UTC"), ("datetime", "date"), ("datetime", "datetime"), ("datetime", "timedelta"),
    ("decimal", "Decimal"), ("uuid", "UUID"), ("shared.identifiers", "new_id"),
)  # fmt: skip


def sample_value(type_: FieldType) -> Value:
    """A value that the type accepts."""
    return row(type_).sample(type_)


def ordinary_value(field: Field) -> Value:
    """The value of a row where a test does not depend on it: the default, null or a sample."""
    if field.has_default and field.default is not None:
        return row(field.type).literal_value(field.type, field.default)
    return None if field.optional or field.has_default else sample_value(field.type)


def choices(field: Field) -> tuple[Value, ...]:
    """Values that the field accepts, the sample first."""
    missing = (None,) if field.optional else ()
    accepted = (sample_value(field.type), *row(field.type).choices(field.type), *missing)
    return tuple(dict.fromkeys(accepted))


def unlike(field: Field, value: Value) -> tuple[Value, ...]:
    """Values that the field accepts besides this one, if its type has any."""
    missing = (None,) if field.optional else ()
    accepted = (sample_value(field.type), *row(field.type).others(field.type), *missing)
    return tuple(other for other in dict.fromkeys(accepted) if other != value)


def accepts(field: Field, value: Value) -> bool:
    """Whether the field may hold the value."""
    return field.optional if value is None else row(field.type).accepts(field.type, value)


def held(type_: FieldType, value: Value) -> Value:
    """The value of an expression in the type of a field."""
    return None if value is None else row(type_).held(type_, value)


def value_text(type_: FieldType | None, value: Value) -> str:
    """The value as a Python expression; an enum value is a member."""
    return texts.value_text(value) if type_ is None else row(type_).value_text(type_, value)


def value_imports(type_: FieldType) -> tuple[Import, ...]:
    """The imports of `value_text`."""
    return (*annotation_imports(type_), *VALUES)
