"""List all commands."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from src.commands.answering import answer
from src.commands.descriptions import DESCRIPTIONS


async def handle(message: Message) -> None:
    """Lists the commands."""
    await answer(message, DESCRIPTIONS)


def register(router: Router) -> None:
    """Adds the command."""
    router.message.register(handle, Command("help"))
