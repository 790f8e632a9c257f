"""Guards: rules over stored rows, checked before an operation and again in its commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Select, and_, exists, not_, select

from shared.values import Contract
from src.models.booking import Booking


@dataclass(frozen=True, slots=True)
class Guard:
    """A predicate with typed parameters; its statement yields one truth value."""

    parameters: type[BaseModel]
    statement: Callable[[Any], Select[tuple[bool]]]


class RoomIsFreeParameters(Contract):
    """The parameters of the guard."""

    input_day: date
    input_room_id: UUID


def room_is_free(parameters: RoomIsFreeParameters) -> Select[tuple[bool]]:
    """Whether the rule `room_is_free` holds."""
    return select(
        not_(
            exists()
            .select_from(Booking)
            .where(
                and_(
                    Booking.room_id == parameters.input_room_id,
                    Booking.day == parameters.input_day,
                    Booking.status == "booked",
                )
            )
        )
    )


GUARDS: dict[str, Guard] = {
    "room_is_free": Guard(RoomIsFreeParameters, room_is_free),
}
