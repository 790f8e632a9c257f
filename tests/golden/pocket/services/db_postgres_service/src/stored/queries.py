"""Queries: selections of rows that operations and jobs name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_

from shared.values import Contract
from src.models.booking import Booking
from src.models.person import Person
from src.models.room import Room


@dataclass(frozen=True, slots=True)
class Query:
    """A condition with typed parameters over the rows of one entity."""

    entity: str
    parameters: type[BaseModel]
    condition: Callable[[Any], ColumnElement[bool]]


class ConfirmBookingParameters(Contract):
    """The parameters of the query."""


def confirm_booking(_: ConfirmBookingParameters) -> ColumnElement[bool]:
    """Selects the rows of `confirm_booking`."""
    return and_(Person.role == "manager", Person.telegram_chat.is_not(None))


class FinishPastBookingsParameters(Contract):
    """The parameters of the query."""

    today: date


def finish_past_bookings(parameters: FinishPastBookingsParameters) -> ColumnElement[bool]:
    """Selects the rows of `finish_past_bookings`."""
    return and_(Booking.status == "booked", Booking.day < parameters.today)


class ListOwnBookingsParameters(Contract):
    """The parameters of the query."""

    actor_id: UUID


def list_own_bookings(parameters: ListOwnBookingsParameters) -> ColumnElement[bool]:
    """Selects the rows of `list_own_bookings`."""
    return and_(Booking.guest_id == parameters.actor_id, Booking.status == "booked")


class ListRoomsParameters(Contract):
    """The parameters of the query."""


def list_rooms(_: ListRoomsParameters) -> ColumnElement[bool]:
    """Selects the rows of `list_rooms`."""
    return Room.open.is_(True)


QUERIES: dict[str, Query] = {
    "confirm_booking": Query("person", ConfirmBookingParameters, confirm_booking),
    "finish_past_bookings": Query("booking", FinishPastBookingsParameters, finish_past_bookings),
    "list_own_bookings": Query("booking", ListOwnBookingsParameters, list_own_bookings),
    "list_rooms": Query("room", ListRoomsParameters, list_rooms),
}
