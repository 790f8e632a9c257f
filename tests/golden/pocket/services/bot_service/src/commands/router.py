"""All commands of the bot."""

from aiogram import Router

from src.commands import about_command, bookings_command, help_command, start_command


def build_router() -> Router:
    """A router with every command."""
    router = Router()
    start_command.register(router)
    bookings_command.register(router)
    about_command.register(router)
    help_command.register(router)
    return router
