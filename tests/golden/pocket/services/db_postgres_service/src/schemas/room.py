"""The values that may be written to rows of Room."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt

from shared.dtos.enums import RoomSize
from shared.inputs import DecimalText, any_lines, one_line
from shared.urls import WebAddress
from shared.values import Contract, Omittable, places


class RoomCreate(Contract):
    """A new row."""

    name: Annotated[str, Field(max_length=60), one_line]
    size: RoomSize = RoomSize.SMALL
    floor: Annotated[StrictInt, Field(ge=-9223372036854775808, le=9223372036854775807)] = 0
    door: Annotated[str, Field(min_length=1, max_length=4, pattern="^[0-9]+[a-z]?$"), one_line] = (
        "1"
    )
    seats: Annotated[StrictInt, Field(ge=1, le=200)]
    area: Annotated[DecimalText, Field(max_digits=6, decimal_places=1), places(1)] | None = None
    price: Annotated[
        DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
    ] = Decimal("0.00")
    notes: Annotated[str, Field(max_length=500), any_lines] | None = None
    plan: WebAddress | None = None
    sensor: UUID | None = None
    open: StrictBool = True


class RoomUpdate(Contract):
    """A change; members that are not given stay as they are."""

    name: Omittable[Annotated[str, Field(max_length=60), one_line]] = None
    size: Omittable[RoomSize] = None
    floor: Omittable[
        Annotated[StrictInt, Field(ge=-9223372036854775808, le=9223372036854775807)]
    ] = None
    door: Omittable[
        Annotated[str, Field(min_length=1, max_length=4, pattern="^[0-9]+[a-z]?$"), one_line]
    ] = None
    seats: Omittable[Annotated[StrictInt, Field(ge=1, le=200)]] = None
    area: Annotated[DecimalText, Field(max_digits=6, decimal_places=1), places(1)] | None = None
    price: Omittable[
        Annotated[
            DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
        ]
    ] = None
    notes: Annotated[str, Field(max_length=500), any_lines] | None = None
    plan: WebAddress | None = None
    sensor: UUID | None = None
    open: Omittable[StrictBool] = None
