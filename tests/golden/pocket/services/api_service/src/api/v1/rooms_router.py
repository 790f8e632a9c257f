"""What people do with rooms, over HTTP."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from shared.dtos.booking import Booking
from shared.dtos.room import Room
from shared.paging import Page
from shared.routing import Router
from src.api.dependencies import ContainerDep
from src.api.idempotency import KeyedCallerDep, once
from src.api.problems import Refusal, problems
from src.api.versions import SeenVersionDep, etag
from src.application.caller import Caller
from src.application.use_cases.add_room import AddRoomInput
from src.application.use_cases.book_room import BookRoomInput
from src.application.use_cases.change_room import ChangeRoomInput
from src.application.use_cases.list_rooms import ListRoomsInput
from src.domain.rules.book_room_unless_day_is_over import BOOK_ROOM_UNLESS_DAY_IS_OVER
from src.domain.rules.room_is_free import ROOM_IS_FREE
from src.domain.rules.room_is_open import ROOM_IS_OPEN
from src.schemas.add_room import AddRoomBody
from src.schemas.book_room import BookRoomBody
from src.schemas.change_room import ChangeRoomBody
from src.schemas.list_rooms import ListRoomsQuery
from src.schemas.responses.booking import BookingResponse
from src.schemas.responses.room import RoomResponse

router = Router(tags=["rooms"], responses=problems(503))


@router.get(
    "/rooms", status_code=200, summary="Browse the rooms that are open", responses=problems(422)
)
async def list_rooms(
    container: ContainerDep,
    query: Annotated[ListRoomsQuery, Query()],
) -> Page[RoomResponse]:
    """Browse the rooms that are open."""
    result = await container.use_cases.list_rooms.execute(
        ListRoomsInput(page=query.request()), Caller()
    )
    items = [RoomResponse.model_validate(item) for item in result.items]
    return Page(items=items, next_cursor=result.next_cursor, total=result.total)


@router.post(
    "/rooms",
    status_code=201,
    summary="Add a room to the list",
    responses=problems(
        401,
        403,
        422,
        503,
        Refusal.UNIQUE_VIOLATION,
        Refusal.VERSION_CONFLICT,
        Refusal.IDEMPOTENCY_KEY_REUSED,
        Refusal.OUTCOME_UNKNOWN,
    ),
)
async def add_room(
    container: ContainerDep,
    caller: KeyedCallerDep,
    body: AddRoomBody,
    response: Response,
) -> RoomResponse:
    """Add a room to the list."""
    result = await once(
        container.use_cases.add_room.execute(
            AddRoomInput(
                name=body.name,
                floor=body.floor,
                door=body.door,
                size=body.size,
                seats=body.seats,
                price=body.price,
                notes=body.notes,
            ),
            caller,
        ),
        Room,
        caller.key,
        container.adapters.first_answers,
    )
    response.headers["ETag"] = etag(result.version)
    return RoomResponse.model_validate(result)


@router.patch(
    "/rooms/{room_id}",
    status_code=200,
    summary="Change what is said about a room",
    responses=problems(
        401,
        403,
        404,
        422,
        503,
        Refusal.VERSION_CONFLICT,
        Refusal.PRECONDITION_FAILED,
        Refusal.IDEMPOTENCY_KEY_REUSED,
        Refusal.OUTCOME_UNKNOWN,
    ),
)
async def change_room(
    container: ContainerDep,
    caller: KeyedCallerDep,
    version: SeenVersionDep,
    room_id: UUID,
    body: Annotated[ChangeRoomBody, Body(default_factory=ChangeRoomBody)],
    response: Response,
) -> RoomResponse:
    """Change what is said about a room."""
    result = await once(
        container.use_cases.change_room.execute(
            ChangeRoomInput(
                room_id=room_id,
                seats=body.seats,
                notes=body.notes,
                open=body.open,
                sent=frozenset(body.model_fields_set),
            ),
            replace(caller, version=version),
        ),
        Room,
        caller.key,
        container.adapters.first_answers,
    )
    response.headers["ETag"] = etag(result.version)
    return RoomResponse.model_validate(result)


@router.post(
    "/rooms/{room_id}/bookings",
    status_code=201,
    summary="Book a room for a day",
    responses=problems(
        401,
        403,
        404,
        422,
        503,
        Refusal.VERSION_CONFLICT,
        Refusal.IDEMPOTENCY_KEY_REUSED,
        Refusal.OUTCOME_UNKNOWN,
        ROOM_IS_OPEN,
        ROOM_IS_FREE,
        BOOK_ROOM_UNLESS_DAY_IS_OVER,
    ),
)
async def book_room(
    container: ContainerDep,
    caller: KeyedCallerDep,
    room_id: UUID,
    body: BookRoomBody,
    response: Response,
) -> BookingResponse:
    """Book a room for a day."""
    result = await once(
        container.use_cases.book_room.execute(BookRoomInput(room_id=room_id, day=body.day), caller),
        Booking,
        caller.key,
        container.adapters.first_answers,
    )
    response.headers["ETag"] = etag(result.version)
    return BookingResponse.model_validate(result)
