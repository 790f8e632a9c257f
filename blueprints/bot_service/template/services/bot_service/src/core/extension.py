"""The extensions of the bot in `src/ext/wiring.py`."""

from typing import Protocol

from aiogram import Dispatcher

from src.core.adapters import Adapters


class Extension(Protocol):
    """Each is called once, at start."""

    def adapt(self, adapters: Adapters) -> Adapters:
        """The adapters that all parts are built from."""

    def extend(self, dispatcher: Dispatcher) -> None:
        """Adds routers, middlewares or filters behind the generated commands."""
