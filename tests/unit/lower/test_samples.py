"""Samples obey the limits of their own fields."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc.expr.pattern.fields import matches
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
    MoneyType,
    PhoneType,
    StringType,
    TextType,
    UrlType,
    UuidType,
)
from msc.lower.shapes.patterns import accepted, matching
from msc.lower.shapes.samples import accepts, choices, sample_value, unlike

PIECES = st.sampled_from(
    ["[A-Z]", "[a-z]{2,4}", r"\d+", r"\w*", "x", r"\.", "(ab|cd)", "[^a]", ".", r"[\w-]+", "e?"]
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PIECES, min_size=1, max_size=5))
def test_a_text_is_found_for_any_pattern_of_usual_pieces(pieces: list[str]) -> None:
    pattern = f"^{''.join(pieces)}$"
    text = matching(pattern, 0, 200)
    assert text is not None
    assert re.search(pattern, text)


@pytest.mark.parametrize(
    "type_",
    [
        StringType(5, 5),
        StringType(12, 10, "^[a-z]+$"),
        StringType(2, 0, "^[A-Z]{2}$"),
        TextType(400, 100),
        IntegerType(-3, -1),
        IntegerType(None, -7),
        MoneyType("EUR", "100", "50000"),
        DecimalType(18, 38, f"-{'9' * 20}.{'9' * 18}", f"-{'9' * 20}.{'9' * 17}8"),
        MoneyType("EUR", None, "0.50"),
    ],
)
def test_samples_obey_their_own_limits(type_: FieldType) -> None:
    field = Field("value", type_)
    assert accepts(field, sample_value(type_))
    assert all(accepts(field, choice) for choice in choices(field))
    others = unlike(field, sample_value(type_))
    assert others
    assert all(accepts(field, other) for other in others)


@pytest.mark.parametrize(
    ("type_", "value", "fits"),
    [
        (DecimalType(4, 4, "0"), "0.9999", True),
        (DecimalType(4, 4, "0"), "1.0000", False),
        (DecimalType(2, 4), "-100.00", False),
        (MoneyType("EUR", "1"), "0.99", False),
    ],
)
def test_numbers_beyond_the_digits_of_their_type_are_not_accepted(
    type_: FieldType, value: str, fits: bool
) -> None:
    assert accepts(Field("value", type_), Decimal(value)) is fits


@pytest.mark.parametrize(
    "pattern",
    [r"^\p{Lu}{2}$", r"^(?i)ab+$", r"^[^\d\s]{3}$", r"^(?P<n>a|b)\x2d\z", r"\bx\b", "[]a]$"],
)
def test_texts_are_found_for_all_that_fields_may_ask(pattern: str) -> None:
    texts = accepted(pattern, 3)
    assert texts
    assert all(matches(pattern, text) for text in texts)


@pytest.mark.parametrize(
    "type_",
    [BooleanType(), DateType(), DatetimeType(), EmailType(), PhoneType(), UrlType(), UuidType(),
     StringType(30), StringType(8, 0, "^[A-B]$"), StringType(1, 1), StringType(9, 9),
     EnumType("size", ("small", "large"))],
)  # fmt: skip
def test_two_rows_need_not_have_one_value(type_: FieldType) -> None:
    field = Field("value", type_)
    sample = sample_value(type_)
    (other,) = unlike(field, sample)
    assert other != sample
    assert unlike(field, other) == (sample,)


def test_a_type_may_have_one_value_only() -> None:
    assert unlike(Field("value", EnumType("size", ("small",))), "small") == ()
    assert unlike(Field("value", IntegerType(3, 3)), 3) == ()
    assert unlike(Field("value", StringType(9, 0, "^same$")), "same") == ()
    assert unlike(Field("value", IntegerType(3, 3), optional=True), 3) == (None,)
