"""The body of a request to `change_room`."""

from typing import Annotated

from pydantic import Field

from shared.values import Contract, Omittable


class ChangeRoomBody(Contract):
    """The body of a request to `change_room`."""

    seats: Omittable[Annotated[int, Field(ge=1, le=200)]] = None
    notes: Annotated[str, Field(max_length=500)] | None = None
    open: Omittable[bool] = None
