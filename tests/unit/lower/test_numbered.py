"""Values for tests fit their fields, and those that should not do not."""

import runpy
import sys
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc.core.naming import pascal
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    EnumType,
    Field,
    FieldType,
    IntegerType,
    JsonType,
    MoneyType,
    PasswordType,
    ReferenceType,
    SecretType,
    StringType,
    TextType,
    UrlType,
    UuidType,
)
from msc.lower.shapes.fields import input_annotation
from msc.lower.shapes.numbered import ENOUGH, invalid, is_varied, numbered
from msc.lower.shapes.patterns import accepted, refused

SOURCES = Path(__file__).parents[3] / "blueprints/shared/template/shared/src"
sys.path.append(str(SOURCES))
# Addresses and telephone numbers need libraries of emitted systems, where they are tested.
MODULES = ("values.py", "inputs.py", "{% if has_urls %}urls.py{% endif %}")
NAMES = {
    name: value
    for module in MODULES
    for name, value in runpy.run_path(str(SOURCES / "shared" / module)).items()
} | {
    "Annotated": Annotated, "Any": Any, "Decimal": Decimal, "Field": pydantic.Field, "UUID": UUID,
    "StrictBool": pydantic.StrictBool, "StrictInt": pydantic.StrictInt,
}  # fmt: skip
PATTERNS = ("^[A-Z]{2}$", r"^\d{4,6}$", "^(red|green)-[a-f0-9]{2}$", r"\w+", "[^a-z]")
SMALL = st.integers(-99, 99)
LENGTHS = st.tuples(st.integers(0, 12), st.integers(0, 40)).map(lambda pair: (pair[0], sum(pair)))


def limits(step: str) -> st.SearchStrategy[tuple[str | None, str | None]]:
    """A lower and an upper limit that leave some values between them."""
    low = st.none() | st.decimals(-1000, 1000, places=len(step) - 2).map(str)
    span = st.none() | st.decimals(0, 5000, places=len(step) - 2).map(str)

    def upper(pair: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
        least, width = pair
        return least, None if width is None else str(Decimal(least or 0) + Decimal(width))

    return st.tuples(low, span).map(upper)


TYPES: st.SearchStrategy[FieldType] = st.one_of(
    st.builds(lambda pair: StringType(max(pair[1], 1), pair[0]), LENGTHS),
    st.builds(lambda pair: TextType(max(pair[1], 1), pair[0]), LENGTHS),
    st.sampled_from(PATTERNS).map(lambda pattern: StringType(40, 0, pattern)),
    st.builds(PasswordType, st.integers(0, 60)),
    st.builds(SecretType, st.integers(1, 255)),
    st.sampled_from(
        [UrlType(), UuidType(), BooleanType(), DateType(), DatetimeType(),
         JsonType(), ReferenceType("room"), TextType(), IntegerType(), IntegerType(maximum=3)]
    ),
    st.builds(lambda low, span: IntegerType(low, low + span), SMALL, st.integers(0, 99)),
    st.builds(lambda pair: DecimalType(3, 18, *pair), limits("0.001")),
    st.tuples(st.integers(1, 18), st.integers(0, 3)).map(
        lambda digits: DecimalType(digits[0], sum(digits))
    ),
    st.builds(lambda pair: MoneyType("EUR", *pair), limits("0.01")),
    st.lists(st.from_regex("[a-z]{2,6}", fullmatch=True), min_size=1, max_size=5, unique=True).map(
        lambda words: EnumType("colour", tuple(words))
    ),
)  # fmt: skip


def adapter(field: Field) -> pydantic.TypeAdapter[Any]:
    names = dict(NAMES)
    if isinstance(field.type, EnumType):
        names[pascal(field.type.name)] = StrEnum("Colour", list(field.type.values))
    return pydantic.TypeAdapter(eval(input_annotation(field).text, names))


@given(TYPES, st.integers(1, 200), st.booleans())
def test_numbered_value_fits_its_field(type_: FieldType, number: int, optional: bool) -> None:
    field = Field("a_name", type_, optional=optional)
    value = eval(numbered(field), {"UUID": UUID, "number": number})
    adapter(field).validate_json(pydantic.TypeAdapter(Any).dump_json(value))


@given(TYPES)
def test_values_are_varied_if_there_are_enough_of_them(type_: FieldType) -> None:
    field = Field("a_name", type_)
    text = numbered(field)
    values = {repr(eval(text, {"UUID": UUID, "number": number})) for number in range(1, 501)}
    assert is_varied(field) == (len(values) >= ENOUGH)


@given(TYPES, st.booleans())
def test_invalid_values_are_refused(type_: FieldType, optional: bool) -> None:
    field = Field("a_name", type_, optional=optional)
    for text in invalid(field):
        with pytest.raises(pydantic.ValidationError):
            adapter(field).validate_json(pydantic.TypeAdapter(Any).dump_json(eval(text)))


@pytest.mark.parametrize("pattern", [r"^\+[1-9]\d{6,14}$", "^(a|b|c|d|e)$", "^[A-Z]{3}-?[0-9]$"])
def test_accepted_texts_differ(pattern: str) -> None:
    assert len(set(accepted(pattern, 4))) == 4


@pytest.mark.parametrize(
    "pattern", ["^[0-9]{13}$", r"^[A-Z]{3}-\d{2}$", r"\w{4}", "^x(a|b)*[0-9]+$"]
)
def test_numbered_texts_of_a_unique_field_differ(pattern: str) -> None:
    expression = numbered(Field("isbn", StringType(20, pattern=pattern), unique=True))
    texts = {eval(expression, {"number": number}) for number in range(1, 21)}
    assert len(texts) == 20


def test_pattern_that_accepts_everything_refuses_nothing() -> None:
    assert refused(".*") is None
