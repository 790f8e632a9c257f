"""What people do with bookings, over HTTP."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from shared.dtos.booking import Booking
from shared.paging import Page
from shared.routing import Router
from src.api.dependencies import CallerDep, ContainerDep
from src.api.idempotency import KeyedCallerDep, once
from src.api.problems import Refusal, problems
from src.api.versions import SeenVersionDep, etag
from src.application.use_cases.cancel_booking import CancelBookingInput
from src.application.use_cases.forget_booking import ForgetBookingInput
from src.application.use_cases.list_own_bookings import ListOwnBookingsInput
from src.domain.rules.booking_is_over import BOOKING_IS_OVER
from src.domain.rules.own_booking import OWN_BOOKING
from src.schemas.cancel_booking import CancelBookingBody
from src.schemas.list_own_bookings import ListOwnBookingsQuery
from src.schemas.responses.booking import BookingResponse

router = Router(tags=["bookings"], responses=problems(503))


@router.get(
    "/bookings",
    status_code=200,
    summary="List what the person has booked",
    responses=problems(401, 422),
)
async def list_own_bookings(
    container: ContainerDep,
    caller: CallerDep,
    query: Annotated[ListOwnBookingsQuery, Query()],
) -> Page[BookingResponse]:
    """List what the person has booked."""
    result = await container.use_cases.list_own_bookings.execute(
        ListOwnBookingsInput(page=query.request()), caller
    )
    items = [BookingResponse.model_validate(item) for item in result.items]
    return Page(items=items, next_cursor=result.next_cursor, total=result.total)


@router.delete(
    "/bookings/{booking_id}",
    status_code=204,
    summary="Remove a booking that is over",
    responses=problems(
        401,
        404,
        422,
        503,
        Refusal.VERSION_CONFLICT,
        Refusal.PRECONDITION_FAILED,
        Refusal.IDEMPOTENCY_KEY_REUSED,
        Refusal.OUTCOME_UNKNOWN,
        OWN_BOOKING,
        BOOKING_IS_OVER,
    ),
)
async def forget_booking(
    container: ContainerDep,
    caller: KeyedCallerDep,
    version: SeenVersionDep,
    booking_id: UUID,
) -> None:
    """Remove a booking that is over."""
    await once(
        container.use_cases.forget_booking.execute(
            ForgetBookingInput(booking_id=booking_id), replace(caller, version=version)
        ),
        type(None),
        caller.key,
        container.adapters.first_answers,
    )


@router.post(
    "/bookings/{booking_id}/cancellation",
    status_code=200,
    summary="Give a booked room back",
    responses=problems(
        401,
        403,
        404,
        422,
        503,
        Refusal.ILLEGAL_TRANSITION,
        Refusal.VERSION_CONFLICT,
        Refusal.PRECONDITION_FAILED,
        Refusal.IDEMPOTENCY_KEY_REUSED,
        Refusal.OUTCOME_UNKNOWN,
        OWN_BOOKING,
    ),
)
async def cancel_booking(
    container: ContainerDep,
    caller: KeyedCallerDep,
    version: SeenVersionDep,
    booking_id: UUID,
    body: Annotated[CancelBookingBody, Body(default_factory=CancelBookingBody)],
    response: Response,
) -> BookingResponse:
    """Give a booked room back."""
    result = await once(
        container.use_cases.cancel_booking.execute(
            CancelBookingInput(booking_id=booking_id, reason=body.reason),
            replace(caller, version=version),
        ),
        Booking,
        caller.key,
        container.adapters.first_answers,
    )
    response.headers["ETag"] = etag(result.version)
    return BookingResponse.model_validate(result)
