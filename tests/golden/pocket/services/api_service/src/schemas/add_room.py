"""The body of a request to `add_room`."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from shared.dtos.enums import RoomSize
from shared.values import Contract, ExactDecimal, Line, places


class AddRoomBody(Contract):
    """The body of a request to `add_room`."""

    name: Annotated[Line, Field(max_length=60)]
    size: RoomSize = RoomSize.SMALL
    seats: Annotated[int, Field(ge=1, le=200)]
    price: Annotated[
        ExactDecimal, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
    ] = Decimal("0.00")
    notes: Annotated[str, Field(max_length=500)] | None = None
