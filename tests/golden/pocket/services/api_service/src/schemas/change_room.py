"""The body of a request to `change_room`."""

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from shared.inputs import any_lines
from shared.values import Contract, Omittable


class ChangeRoomBody(Contract):
    """The body of a request to `change_room`."""

    seats: Omittable[Annotated[StrictInt, Field(ge=1, le=200)]] = None
    notes: Annotated[str, Field(max_length=500), any_lines] | None = None
    open: Omittable[StrictBool] = None
