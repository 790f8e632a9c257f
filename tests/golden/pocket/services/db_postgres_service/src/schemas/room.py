"""The values that may be written to rows of Room."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.dtos.enums import RoomSize
from shared.values import Contract, ExactDecimal, Line, Omittable, places


class RoomCreate(Contract):
    """A new row."""

    name: Annotated[Line, Field(max_length=60)]
    size: RoomSize = RoomSize.SMALL
    floor: Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)] = 0
    door: Annotated[Line, Field(min_length=1, max_length=4, pattern="^[0-9]+[a-z]?$")] = "1"
    seats: Annotated[int, Field(ge=1, le=200)]
    area: Annotated[ExactDecimal, Field(max_digits=6, decimal_places=1), places(1)] | None = None
    price: Annotated[
        ExactDecimal, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
    ] = Decimal("0.00")
    notes: Annotated[str, Field(max_length=500)] | None = None
    plan: Annotated[str, Field(max_length=2048, pattern="^https?://[^\\s]+$")] | None = None
    sensor: UUID | None = None
    open: bool = True


class RoomUpdate(Contract):
    """A change; members that are not given stay as they are."""

    name: Omittable[Annotated[Line, Field(max_length=60)]] = None
    size: Omittable[RoomSize] = None
    floor: Omittable[Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]] = None
    door: Omittable[
        Annotated[Line, Field(min_length=1, max_length=4, pattern="^[0-9]+[a-z]?$")]
    ] = None
    seats: Omittable[Annotated[int, Field(ge=1, le=200)]] = None
    area: Annotated[ExactDecimal, Field(max_digits=6, decimal_places=1), places(1)] | None = None
    price: Omittable[
        Annotated[
            ExactDecimal, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
        ]
    ] = None
    notes: Annotated[str, Field(max_length=500)] | None = None
    plan: Annotated[str, Field(max_length=2048, pattern="^https?://[^\\s]+$")] | None = None
    sensor: UUID | None = None
    open: Omittable[bool] = None
