"""The use cases, which `src/ext/use_cases.py` may replace."""

from dataclasses import dataclass

from shared.dtos.booking import Booking
from shared.dtos.room import Room
from shared.paging import Page
from src.application.use_case import UseCase
from src.application.use_cases.add_room import AddRoom, AddRoomInput
from src.application.use_cases.book_room import BookRoom, BookRoomInput
from src.application.use_cases.cancel_booking import CancelBooking, CancelBookingInput
from src.application.use_cases.change_room import ChangeRoom, ChangeRoomInput
from src.application.use_cases.forget_booking import ForgetBooking, ForgetBookingInput
from src.application.use_cases.list_own_bookings import ListOwnBookings, ListOwnBookingsInput
from src.application.use_cases.list_rooms import ListRooms, ListRoomsInput
from src.core.adapters import Adapters


@dataclass(frozen=True, slots=True)
class UseCases:
    """The operations of the service."""

    add_room: UseCase[AddRoomInput, Room]
    book_room: UseCase[BookRoomInput, Booking]
    cancel_booking: UseCase[CancelBookingInput, Booking]
    change_room: UseCase[ChangeRoomInput, Room]
    forget_booking: UseCase[ForgetBookingInput, None]
    list_own_bookings: UseCase[ListOwnBookingsInput, Page[Booking]]
    list_rooms: UseCase[ListRoomsInput, Page[Room]]


def default_use_cases(adapters: Adapters) -> UseCases:
    """The generated use cases."""
    return UseCases(
        add_room=AddRoom(people=adapters.people, units_of_work=adapters.units_of_work),
        book_room=BookRoom(
            people=adapters.people,
            rooms=adapters.rooms,
            guards=adapters.guards,
            units_of_work=adapters.units_of_work,
            clock=adapters.clock,
        ),
        cancel_booking=CancelBooking(
            bookings=adapters.bookings,
            people=adapters.people,
            units_of_work=adapters.units_of_work,
            clock=adapters.clock,
        ),
        change_room=ChangeRoom(
            people=adapters.people, rooms=adapters.rooms, units_of_work=adapters.units_of_work
        ),
        forget_booking=ForgetBooking(
            bookings=adapters.bookings, people=adapters.people, units_of_work=adapters.units_of_work
        ),
        list_own_bookings=ListOwnBookings(bookings=adapters.bookings, people=adapters.people),
        list_rooms=ListRooms(rooms=adapters.rooms),
    )
