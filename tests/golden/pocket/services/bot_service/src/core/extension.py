"""What `src/ext/wiring.py` offers to the bot."""

from typing import Protocol

from aiogram import Dispatcher

from src.core.adapters import Adapters


class Extension(Protocol):
    """Each is called once, at start."""

    def adapt(self, adapters: Adapters) -> Adapters:
        """The adapters that all parts are built from."""

    def extend(self, dispatcher: Dispatcher) -> None:
        """Adds routers, middlewares or filters behind the generated commands."""
