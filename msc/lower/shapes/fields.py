"""Fields as annotations of pydantic models, with their constraints."""

from decimal import Decimal
from typing import assert_never

from msc.core.record import Record, replace
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
from msc.lower.pycode import Import, annotation, annotation_imports, literal

PHONE_PATTERN = r"^\+[1-9]\d{6,14}$"
EMAIL_PATTERN = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
URL_PATTERN = r"^https?://[^\s]+$"
MAX_EMAIL, MAX_URL, MAX_PASSWORD = 254, 2048, 128
MAX_TEXT = 100_000
WIRE_TYPES = {"Decimal": ("shared.values", "ExactDecimal"), "datetime": ("shared.values", "Moment")}


class Annotated(Record):
    """The text of an annotation, the default behind it ("" for none), and what both need."""

    text: str
    default: str
    imports: tuple[Import, ...]


def row_annotation(field: Field) -> Annotated:
    """The field as it is read: no constraints, for stored rows are trusted."""
    text, imports = wire_type(field.type)
    if field.optional:
        return Annotated(f"{text} | None", "None", imports)
    return Annotated(text, "", imports)


def wire_type(type_: FieldType) -> tuple[str, tuple[Import, ...]]:
    """The type of a value in JSON: decimals are texts, moments end in Z."""
    text = annotation(type_)
    if text in WIRE_TYPES:
        module, name = WIRE_TYPES[text]
        return name, ((module, name),)
    return text, annotation_imports(type_)


def change_annotation(field: Field) -> Annotated:
    """The field in a change: left out, it stays; null empties it, which a required one refuses."""
    given = input_annotation(replace(field, optional=False, has_default=False))
    if field.optional:
        return Annotated(f"{given.text} | None", "None", given.imports)
    needs = sorted({*given.imports, ("shared.values", "Omittable")})
    return Annotated(f"Omittable[{given.text}]", "None", tuple(needs))


def input_annotation(field: Field) -> Annotated:
    """The field as it is given: constrained, with its default."""
    text, imports = _given_type(field.type)
    needs = set(imports)
    constraints = _constraints(field.type)
    if constraints:
        needs.update({("typing", "Annotated"), ("pydantic", "Field")})
        if any("Decimal(" in each for each in constraints):
            needs.add(("decimal", "Decimal"))
        text = f"Annotated[{text}, Field({', '.join(constraints)})]"
    if field.optional:
        return Annotated(f"{text} | None", "None", tuple(sorted(needs)))
    if not field.has_default:
        return Annotated(text, "", tuple(sorted(needs)))
    if isinstance(field.type, JsonType):
        needs.add(("pydantic", "Field"))
        return Annotated(text, "Field(default_factory=dict)", tuple(sorted(needs)))
    default, more = constant(field, field.default)
    return Annotated(text, default, tuple(sorted(needs | set(more))))


def _given_type(type_: FieldType) -> tuple[str, tuple[Import, ...]]:
    if isinstance(type_, StringType):
        return "Line", (("shared.values", "Line"),)
    return wire_type(type_)


def constant(field: Field, value: Literal) -> tuple[str, tuple[Import, ...]]:
    """A literal of the field's type, such as its default, as a Python expression."""
    if value is None:
        return "None", ()
    match field.type:
        case JsonType():
            return "{}", ()
        case DecimalType() | MoneyType():
            return literal(Decimal(str(value))), (("decimal", "Decimal"),)
        case EnumType() | RoleType():
            name = annotation(field.type)
            return f"{name}.{str(value).upper()}", annotation_imports(field.type)
        case _:
            return literal(value), ()


def _constraints(type_: FieldType) -> tuple[str, ...]:
    match type_:
        case StringType(longest, shortest, pattern):
            return _text(shortest, longest, pattern)
        case TextType(longest, shortest):
            return _text(shortest, longest or MAX_TEXT, None)
        case EmailType():
            return _text(3, MAX_EMAIL, EMAIL_PATTERN)
        case PhoneType():
            return _text(0, None, PHONE_PATTERN)
        case UrlType():
            return _text(0, MAX_URL, URL_PATTERN)
        case PasswordType(shortest):
            return _text(shortest, MAX_PASSWORD, None)
        case SecretType(longest):
            return _text(0, longest, None)
        case IntegerType(low, high):
            return _range(
                str(-(1 << 63) if low is None else low),
                str((1 << 63) - 1 if high is None else high),
            )
        case DecimalType(scale, precision, low, high):
            return (
                *_decimal_range(low, high),
                f"max_digits={precision}",
                f"decimal_places={scale}",
            )
        case MoneyType(_, low, high):
            return (*_decimal_range(low, high), "max_digits=18", "decimal_places=2")
        case (
            UuidType() | BooleanType() | DateType() | DatetimeType() | EnumType() | RoleType()
            | JsonType() | ReferenceType()
        ):  # fmt: skip
            return ()
        case _:
            assert_never(type_)


def _text(shortest: int, longest: int | None, pattern: str | None) -> tuple[str, ...]:
    found = [f"min_length={shortest}"] if shortest else []
    if longest is not None:
        found.append(f"max_length={longest}")
    if pattern is not None:
        found.append(f"pattern={literal(pattern)}")
    return tuple(found)


def _range(low: str | None, high: str | None) -> tuple[str, ...]:
    found = [f"ge={low}"] if low is not None else []
    return tuple([*found, f"le={high}"] if high is not None else found)


def _decimal_range(low: str | None, high: str | None) -> tuple[str, ...]:
    texts = (None if each is None else literal(Decimal(each)) for each in (low, high))
    return _range(*texts)
