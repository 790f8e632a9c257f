"""Say what this is."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from src.commands.answering import answer

REPLY = "Pocket Rooms lends you a room for a day."


async def handle(message: Message) -> None:
    """Replies with a fixed text."""
    await answer(message, REPLY)


def register(router: Router) -> None:
    """Adds the command."""
    router.message.register(handle, Command("about"))
