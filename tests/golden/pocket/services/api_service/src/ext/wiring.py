"""Yours: put adapters of your own in the place of the generated ones, and add routes."""

from fastapi import FastAPI

from src.core.adapters import Adapters
from src.core.container import Container


def adapt(adapters: Adapters) -> Adapters:
    """The adapters that all parts are built from; `dataclasses.replace` swaps one of them."""
    return adapters


def extend(app: FastAPI, container: Container) -> None:
    """Called after all generated routes were added to the app."""
