"""Types of values that callers send: each has one form, and whatever is taken can be stored."""

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.json_bodies import parts
from shared.values import plain_decimal, zulu

DECIMAL = r"^-?[0-9]{1,40}(\.[0-9]{1,40})?$"
INTEGER = re.compile(r"-?[0-9]{1,19}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.IGNORECASE,
)
# A day from the ends of the calendar, so that every time zone has a date for it.
FIRST = datetime(1, 1, 2, tzinfo=UTC)
LAST = datetime(9999, 12, 30, tzinfo=UTC)
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
# Control characters and separators, and what has no width and turns the direction of a text.
# Joiners are letters to some scripts.
NO_PART_OF_A_LINE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)


def _refusal(kind: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(kind, message)


def _one_line(value: str) -> str:
    if NO_PART_OF_A_LINE.search(value):
        raise _refusal("one_line", "Input should be one line without invisible characters")
    return unicodedata.normalize("NFC", value)


def _any_lines(value: str) -> str:
    if "\0" in value:
        raise _refusal("text", "Input should be a text without the character NUL")
    return unicodedata.normalize("NFC", value)


one_line = AfterValidator(_one_line)
"""One line of text in Unicode's normal form, so that a value cannot imitate further lines."""

any_lines = AfterValidator(_any_lines)
"""A text in Unicode's normal form."""


def _decimal(value: object) -> object:
    if isinstance(value, Decimal) or (isinstance(value, str) and re.fullmatch(DECIMAL, value)):
        return value
    raise _refusal("decimal_text", 'Input should be a number as a text, such as "100.00"')


DecimalText = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(plain_decimal, when_used="json"),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": DECIMAL}),
]
"""An exact decimal that was sent as a text, without an exponent."""


def _timestamp(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and TIMESTAMP.fullmatch(value)):
        return value
    message = "Input should be a timestamp with its offset, such as 2031-05-01T10:00:00Z"
    raise _refusal("timestamp", message)


def _in_range(value: datetime) -> datetime:
    try:
        timestamp = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        timestamp = LAST
    if not FIRST <= timestamp < LAST:
        raise _refusal("timestamp_range", "Input should be within the years 1 to 9999")
    return timestamp


TimestampText = Annotated[
    datetime,
    BeforeValidator(_timestamp),
    AfterValidator(_in_range),
    PlainSerializer(zulu, when_used="json"),
]
"""A timestamp that was sent with its offset; UTC is kept."""


def _day(value: object) -> object:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if is_day or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise _refusal("day", "Input should be a date, such as 2031-05-01")


Day = Annotated[date, BeforeValidator(_day)]
"""A date that was sent as year, month and day."""


def _integer(value: object) -> object:
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _refusal("integer_text", "Input should be a whole number of at most 19 digits")


IntegerText = Annotated[int, BeforeValidator(_integer)]
"""A whole number in an address."""


def _boolean(value: object) -> object:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise _refusal("boolean_text", "Input should be true or false")


BooleanText = Annotated[bool, BeforeValidator(_boolean)]
"""True or false in an address."""


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    if all(map(_is_storable, parts(value))):
        return value
    message = "Input should hold numbers of 64 bits, and texts without the character NUL"
    raise _refusal("json_object", message)


def _is_storable(part: Any) -> bool:
    match part:
        case bool():
            return True
        case int():
            return LOWEST <= part <= HIGHEST
        case float():
            return math.isfinite(part)
        case str():
            return "\0" not in part
    return True


JsonObject = Annotated[dict[str, Any], AfterValidator(_storable)]
"""Any JSON object that both databases can hold."""
