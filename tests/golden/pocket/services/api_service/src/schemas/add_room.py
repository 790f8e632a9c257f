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
    floor: Annotated[StrictInt, Field(ge=-9223372036854775808, le=9223372036854775807)] = 0
    door: Annotated[str, Field(min_length=1, max_length=4, pattern="^[0-9]+[a-z]?$"), one_line] = (
        "1"
    )
    size: RoomSize = RoomSize.SMALL
    seats: Annotated[StrictInt, Field(ge=1, le=200)]
    price: Annotated[
        DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
    ] = Decimal("0.00")
    notes: Annotated[str, Field(max_length=500), any_lines] | None = None
