"""Types of values on the wire that several contracts use."""

from datetime import UTC, datetime
from decimal import Context, Decimal, DefaultContext, setcontext
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    FailFast,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

# More digits than a sum or a product of the longest decimals has, in this thread and in others.
EXACT = Context(prec=100)
DefaultContext.prec = EXACT.prec
setcontext(EXACT.copy())


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def zulu(value: datetime) -> str:
    """The timestamp as JSON has it."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def plain_decimal(value: Decimal) -> str:
    """The decimal without an exponent; one that no column holds is never written out."""
    if not value.is_finite() or abs(value.adjusted()) > EXACT.prec:
        raise OverflowError("a decimal is out of range")
    return format(value, "f")


def exact(number: Decimal | int, count: int) -> Decimal:
    """The number with exactly this scale, as the database stores it; never -0."""
    step = Decimal(1).scaleb(-count)
    return EXACT.plus(Decimal(number).quantize(step, context=EXACT))


def places(count: int) -> AfterValidator:
    """Gives a decimal exactly so many places, however it was written."""
    return AfterValidator(lambda value: exact(value, count))


Timestamp = Annotated[datetime, AfterValidator(_in_utc), PlainSerializer(zulu, when_used="json")]
"""A timestamp: any offset is accepted, UTC is kept, and JSON ends in Z."""

ExactDecimal = Annotated[
    Decimal,
    PlainSerializer(plain_decimal, when_used="json"),
    WithJsonSchema({"type": "string", "format": "decimal", "examples": ["100.00"]}),
]
"""An exact decimal: a text in JSON, so that no reader turns it into a binary fraction."""

Value = TypeVar("Value")


def _not_null[Sent](value: Sent) -> Sent:
    if value is None:
        raise ValueError("null is not allowed; leave the member out to keep what is stored")
    return value


class _WithoutNull:
    """Describes a value that may be None in Python, and is never null on the wire."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described: JsonSchemaValue = handler(schema)["anyOf"][0]
        return described


Omittable = Annotated[Value | None, AfterValidator(_not_null), _WithoutNull()]
"""A member of a change that may be left out, which reads as None, but not be null."""


Items = Annotated[list[Value], FailFast()]
"""Any number of values: the first wrong one is told, since errors of all could fill the memory."""


class Contract(BaseModel):
    """A value that crosses a service boundary; unknown members are rejected."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, protected_namespaces=()
    )


class Row(BaseModel):
    """A stored row as returned by a data service; older readers ignore new members."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        from_attributes=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    def values(self) -> dict[str, Any]:
        """The values that a data service stores, except those it sets itself."""
        return self.model_dump(exclude={"id", "created_at", "updated_at", "version"})
