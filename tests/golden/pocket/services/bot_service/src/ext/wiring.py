"""Yours: put adapters of your own in the place of the generated ones, and add commands."""

from aiogram import Dispatcher

from src.core.adapters import Adapters


def adapt(adapters: Adapters) -> Adapters:
    """The adapters that all parts are built from; `dataclasses.replace` swaps one of them."""
    return adapters


def extend(dispatcher: Dispatcher) -> None:
    """Called after all generated commands were added to the dispatcher."""
