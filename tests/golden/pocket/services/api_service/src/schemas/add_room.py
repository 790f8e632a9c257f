"""The body of a request to `add_room`."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictInt

from shared.dtos.enums import RoomSize
from shared.inputs import DecimalText, any_lines, one_line
from shared.values import Contract, places


class AddRoomBody(Contract):
    """The body of a request to `add_room`."""

    name: Annotated[str, Field(max_length=60), one_line]
    size: RoomSize = RoomSize.SMALL
    seats: Annotated[StrictInt, Field(ge=1, le=200)]
    price: Annotated[
        DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
    ] = Decimal("0.00")
    notes: Annotated[str, Field(max_length=500), any_lines] | None = None
