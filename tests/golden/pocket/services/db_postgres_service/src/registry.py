"""Every entity of this service, by name."""

from shared.dtos.booking import Booking as BookingRow
from shared.dtos.person import Person as PersonRow
from shared.dtos.room import Room as RoomRow
from shared.paging import Page
from src.models.booking import Booking
from src.models.person import Person
from src.models.room import Room
from src.repositories.resource import Resource
from src.schemas.booking import BookingCreate, BookingUpdate
from src.schemas.person import PersonCreate, PersonUpdate
from src.schemas.room import RoomCreate, RoomUpdate

_ALL: tuple[Resource, ...] = (
    Resource(
        name="booking",
        path="/bookings",
        model=Booking,
        row=BookingRow,
        page=Page[BookingRow],
        create=BookingCreate,
        update=BookingUpdate,
        hidden=frozenset(()),
    ),
    Resource(
        name="person",
        path="/people",
        model=Person,
        row=PersonRow,
        page=Page[PersonRow],
        create=PersonCreate,
        update=PersonUpdate,
        hidden=frozenset(("password", "door_code")),
    ),
    Resource(
        name="room",
        path="/rooms",
        model=Room,
        row=RoomRow,
        page=Page[RoomRow],
        create=RoomCreate,
        update=RoomUpdate,
        hidden=frozenset(()),
    ),
)
RESOURCES = {resource.name: resource for resource in _ALL}
