"""List your bookings."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from shared.dtos.booking import Booking
from shared.problems import DependencyUnavailable, Problem
from src.commands.answering import answer
from src.commands.replies import LINK_FIRST, MORE, TRY_LATER
from src.operations import Operations

EMPTY = "You have not booked anything."


def render(item: Booking) -> str:
    """One row as a line of the answer."""
    return f"{item.day}: {item.price:f} EUR"


async def handle(message: Message, operations: Operations) -> None:
    """Runs the operation for the person in this chat and replies with its rows."""
    try:
        page = await operations.run("list_own_bookings", str(message.chat.id), {})
    except DependencyUnavailable:
        await answer(message, TRY_LATER)
        return
    except Problem as problem:
        await answer(message, LINK_FIRST if problem.status == 401 else problem.detail)
        return
    rows = [Booking.model_validate(item) for item in page["items"]]
    lines = [render(row) for row in rows]
    if page["next_cursor"] is not None:
        lines.append(MORE)
    await answer(message, "\n".join(lines) or EMPTY)


def register(router: Router) -> None:
    """Adds the command."""
    router.message.register(handle, Command("bookings"))
