"""Yours: the place to add routers, middlewares or filters to the bot."""

from aiogram import Dispatcher


def configure(dispatcher: Dispatcher) -> Dispatcher:
    """Called once at start, after all generated commands were added."""
    return dispatcher
