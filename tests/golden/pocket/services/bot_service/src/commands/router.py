"""All commands of the bot."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Message

from src.commands import about_command, bookings_command, help_command, start_command
from src.commands.answering import answer
from src.commands.replies import ALONE_ONLY

COMMANDS = (
    "start",
    "bookings",
    "about",
    "help",
)


async def refuse(message: Message) -> None:
    """Asks to talk in private."""
    await answer(message, ALONE_ONLY)


def build_router() -> Router:
    """A router with every command.

    A chat stands for the person in it, so a chat of many is told nothing about anybody.
    """
    alone, among_others, router = Router(), Router(), Router()
    alone.message.filter(F.chat.type == ChatType.PRIVATE)
    start_command.register(alone)
    bookings_command.register(alone)
    about_command.register(alone)
    help_command.register(alone)
    among_others.message.filter(F.chat.type != ChatType.PRIVATE)
    among_others.message.register(refuse, Command(*COMMANDS))
    router.include_routers(alone, among_others)
    return router
