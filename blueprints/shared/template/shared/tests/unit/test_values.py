"""Values on the wire: exact decimals, timestamps in UTC, contracts without unknown members."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.clock import SystemClock
from shared.unit_of_work import wire_value
from shared.values import Contract, ExactDecimal, Timestamp, Row, exact, places

BERLIN = timezone(timedelta(hours=1))
NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


class Payment(Contract):
    """A contract."""

    amount: ExactDecimal
    at: Timestamp


class Stored(Row):
    """A row."""

    id: UUID
    version: int
    amount: ExactDecimal


@pytest.mark.parametrize("text", ["0.10", "100000000000000.01", "1E+3", "0.0000001"])
def test_decimal_keeps_every_digit(text: str) -> None:
    dumped = Payment(amount=Decimal(text), at=NOON).model_dump(mode="json")
    assert Decimal(dumped["amount"]) == Decimal(text)
    assert "E" not in dumped["amount"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("5", "5.00"), ("12.000", "12.00"), ("-0.00", "0.00"), ("1E+2", "100.00"), ("0.1", "0.10")],
)
def test_decimal_has_one_form_however_it_was_written(written: str, kept: str) -> None:
    kind: TypeAdapter[Decimal] = TypeAdapter(Annotated[ExactDecimal, places(2)])
    assert str(kind.validate_python(written)) == kept
    assert exact(3, 2) == Decimal("3.00")


def test_arithmetic_keeps_the_digits_of_the_longest_decimals() -> None:
    longest = Decimal("9" * 38)
    assert str(longest * longest)[-1] == "1"


@pytest.mark.parametrize(
    "timestamp", [NOON, NOON.astimezone(BERLIN), NOON.replace(tzinfo=None), "2030-01-31T13:00:00+01:00"]
)
def test_timestamp_is_told_in_utc(timestamp: datetime | str) -> None:
    payment = Payment.model_validate({"amount": "1", "at": timestamp})
    assert payment.model_dump(mode="json")["at"] == "2030-01-31T12:00:00Z"


def test_contract_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError):
        Payment.model_validate({"amount": "1", "at": NOON, "note": "new"})


def test_row_ignores_what_it_does_not_know() -> None:
    row = Stored.model_validate({"id": UUID(int=1), "version": 1, "amount": "1", "note": "new"})
    assert row.values() == {"amount": Decimal(1)}


@pytest.mark.parametrize("text", ["1E999999999", "-1E-999999999", "NaN", "Infinity"])
def test_decimal_out_of_range_is_never_written_out(text: str) -> None:
    with pytest.raises(ArithmeticError):
        wire_value(Decimal(text))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("5000.00"), "5000.00"),
        (NOON.astimezone(BERLIN), "2030-01-31T12:00:00Z"),
        (date(2030, 1, 31), "2030-01-31"),
        (UUID(int=1), str(UUID(int=1))),
        ({"inner": [Decimal("1.50"), None]}, {"inner": ["1.50", None]}),
        ((True, 3, "text"), [True, 3, "text"]),
    ],
)
def test_wire_value_is_what_json_has(value: object, expected: object) -> None:
    assert wire_value(value) == expected


def test_clock_knows_the_day_at_home() -> None:
    clock = SystemClock("Pacific/Kiritimati")
    assert clock.now().tzinfo is UTC
    assert clock.today() == (clock.now() + timedelta(hours=14)).date()
