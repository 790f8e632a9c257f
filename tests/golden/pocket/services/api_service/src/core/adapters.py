"""The service's adapters, which `src/ext/wiring.py` may replace."""

from dataclasses import dataclass

from shared.clients.booking_client import BookingClient
from shared.clients.guard_client import GuardClient
from shared.clients.person_client import PersonClient
from shared.clients.room_client import RoomClient
from shared.clock import Clock, SystemClock
from shared.first_answers import FirstAnswers, HttpFirstAnswers
from shared.http import ServiceClient
from shared.unit_of_work import HttpUnitsOfWork, UnitsOfWork
from src.application.ports import BookingRows, Guards, PersonRows, RoomRows
from src.core.config import TIME_ZONE


@dataclass(frozen=True, slots=True)
class Adapters:
    """The outside of the service, as use cases see it."""

    clock: Clock
    units_of_work: UnitsOfWork
    first_answers: FirstAnswers
    guards: Guards
    bookings: BookingRows
    people: PersonRows
    rooms: RoomRows


def default_adapters(postgres: ServiceClient) -> Adapters:
    """Adapters that call the data services."""
    return Adapters(
        clock=SystemClock(TIME_ZONE),
        units_of_work=HttpUnitsOfWork(postgres),
        first_answers=HttpFirstAnswers(postgres),
        guards=GuardClient(postgres),
        bookings=BookingClient(postgres),
        people=PersonClient(postgres),
        rooms=RoomClient(postgres),
    )
