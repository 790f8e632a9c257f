"""The extensions of the service in `src/ext/wiring.py`."""

from typing import Protocol

from fastapi import FastAPI

from src.core.adapters import Adapters
from src.core.container import Container


class Extension(Protocol):
    """Each is called once, at start."""

    def adapt(self, adapters: Adapters) -> Adapters:
        """The adapters that all parts are built from."""

    def extend(self, app: FastAPI, container: Container) -> None:
        """Adds routes or middlewares behind the generated ones."""
