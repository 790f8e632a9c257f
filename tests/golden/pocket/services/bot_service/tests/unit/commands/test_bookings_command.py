"""What /bookings answers."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.dtos.booking import Booking
from src.commands import bookings_command as command
from src.commands.replies import LINK_FIRST, MORE, TRY_LATER
from tests.support.chat import CHAT, Chat, PlayedApi, page, refusal


async def answer_to_command(api: PlayedApi) -> str:
    chat = Chat()
    await command.handle(chat, api.operations)  # type: ignore[arg-type]
    (answer,) = chat.answers
    return answer


def row(number: int) -> dict[str, Any]:
    return {
        "room_id": str(UUID(int=number)),
        "guest_id": str(UUID(int=number)),
        "day": f"2030-01-{number % 28 + 1:02d}",
        "price": f"{number}.00",
        "status": ("booked", "cancelled", "finished")[number % 3],
        "cancelled_on": f"2030-01-{number % 28 + 1:02d}",
        "id": str(UUID(int=number)),
        "created_at": "2030-01-31T12:00:00Z",
        "updated_at": "2030-01-31T12:00:00Z",
        "version": 1,
    }


async def test_each_row_is_a_line_of_the_answer() -> None:
    api = PlayedApi(page(row(1), row(2)))
    answer = await answer_to_command(api)
    (request,) = api.requests
    assert request.url.path == "/internal/v1/operations/list_own_bookings"
    assert json.loads(request.content) == {"chat_id": str(CHAT), "input": {}}
    rows = [Booking.model_validate(row(number)) for number in (1, 2)]
    assert answer == "\n".join(command.render(item) for item in rows)


async def test_answer_says_that_there_are_more_rows() -> None:
    answer = await answer_to_command(PlayedApi(page(row(1), next_cursor="cursor")))
    assert answer == "\n".join([command.render(Booking.model_validate(row(1))), MORE])


async def test_answer_without_rows_says_so() -> None:
    assert await answer_to_command(PlayedApi(page())) == "You have not booked anything."


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (refusal(401, "NOT_AUTHENTICATED", "Nobody has this chat"), LINK_FIRST),
        (refusal(403, "FORBIDDEN", "You may not do this"), "You may not do this"),
        (httpx.Response(503), TRY_LATER),
        (httpx.ConnectError("nobody listens"), TRY_LATER),
    ],
    ids=["unlinked", "refused", "broken", "away"],
)
async def test_refusal_is_told(problem: httpx.Response | Exception, answer: str) -> None:
    assert await answer_to_command(PlayedApi(problem)) == answer
