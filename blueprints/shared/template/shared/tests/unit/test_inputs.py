"""Values that callers send have one form each, and whatever is taken can be stored."""

from datetime import UTC, date, datetime
from decimal import Decimal
from time import process_time
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from shared.inputs import (
    BooleanText,
    DecimalText,
    IntegerText,
    JsonObject,
    TimestampText,
    Day,
    any_lines,
    one_line,
)
from shared.values import places

MONEY: TypeAdapter[Decimal] = TypeAdapter(
    Annotated[DecimalText, Field(max_digits=18, decimal_places=2), places(2)]
)
LINE: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(max_length=300), one_line])
LINES: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(max_length=300), any_lines])
TIMESTAMP: TypeAdapter[datetime] = TypeAdapter(TimestampText)
DAY: TypeAdapter[date] = TypeAdapter(Day)
JSON: TypeAdapter[dict[str, Any]] = TypeAdapter(JsonObject)


def refuses(kind: TypeAdapter[Any], value: object) -> str:
    """The message of the refusal, which comes at once."""
    started = process_time()
    with pytest.raises(ValidationError) as refused:
        kind.validate_python(value)
    assert process_time() - started < 1
    return str(refused.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("5", "5.00"), ("12.000", "12.00"), ("-0.00", "0.00"), ("0.1", "0.10")],
)
def test_decimal_has_one_form(sent: str, kept: str) -> None:
    assert str(MONEY.validate_python(sent)) == kept


@pytest.mark.parametrize(
    "sent",
    [
        *(5, 1234567890123456.78, "1e3", "1E999999999", "9" * 1_000_000, "1_000.00", "\u0665"),
        *("0.994", "NaN", "Infinity", " 5", "", True, None),
    ],
)
def test_decimal_is_a_text_of_its_digits(sent: object) -> None:
    refuses(MONEY, sent)


@pytest.mark.parametrize("sent", ["2031-05-01T10:00:00Z", "2031-05-01T12:00:00.000+02:00"])
def test_timestamp_is_kept_in_utc(sent: str) -> None:
    assert TIMESTAMP.validate_python(sent) == datetime(2031, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "sent",
    [
        *("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "0000-01-01T00:00:00Z", 1),
        *("2031-05-01T10:00:00", "2031-05-01", "2031-02-30T10:00:00Z", "2031-05-01T25:00:00Z"),
    ],
)
def test_timestamp_has_an_offset_and_a_date_everywhere(sent: object) -> None:
    refuses(TIMESTAMP, sent)


def test_day_is_year_month_and_day() -> None:
    assert DAY.validate_python("2031-05-01") == date(2031, 5, 1)
    for sent in (5, "2031-05-01T00:00:00", "20310501", "2031-02-30", 1.0):
        assert "zero time" not in refuses(DAY, sent)


def test_numbers_and_flags_of_addresses_are_written_out() -> None:
    integer: TypeAdapter[int] = TypeAdapter(Annotated[IntegerText, Field(ge=-5, le=5)])
    flag: TypeAdapter[bool] = TypeAdapter(BooleanText)
    assert integer.validate_python("-5") == -5
    assert [flag.validate_python(sent) for sent in ("true", "false")] == [True, False]
    for sent in ("6", "1e1", "1.0", "\u0661", "9" * 1_000_000, True):
        refuses(integer, sent)
    for word in ("yes", "1", "True", 1):
        refuses(flag, word)


@pytest.mark.parametrize("text", ["", "x" * 300, "Größe 42 \U0001f44d\U0001f3fd", "one\u200cword"])
def test_line_holds_any_text_without_breaks(text: str) -> None:
    assert LINE.validate_python(text) == text


@pytest.mark.parametrize(
    "end",
    ["\n", "\r", "\t", "\0", "\x1b[2J", "\x85", "\u2028", "\u2029", "\u200b", "\u202e", "\ufeff"],
)
def test_line_refuses_what_would_break_or_hide_in_it(end: str) -> None:
    refuses(LINE, f"one{end}two")


def test_two_spellings_of_the_same_letters_are_one() -> None:
    assert LINE.validate_python("rene\u0301") == LINES.validate_python("ren\u00e9") == "ren\u00e9"


def test_text_is_measured_before_it_is_looked_through() -> None:
    assert "300" in refuses(LINE, "x" * 10_000_000)
    assert "NUL" in refuses(LINES, "a\0b")


def test_json_holds_what_both_databases_hold() -> None:
    value = {"k": [1, -(1 << 63), 0.1, True, None, {"a.b": "$x"}]}
    assert JSON.validate_python(value) == value
    for inner in (1 << 63, -(1 << 63) - 1, float("nan"), "a\0b", {"\0": 1}):
        refuses(JSON, {"k": [inner]})
