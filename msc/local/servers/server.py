"""The interface of a server."""

import time
from collections.abc import Callable
from typing import Protocol

from msc.local.failure import LocalError


class Server(Protocol):
    """One server of a run."""

    @property
    def name(self) -> str:
        """Its name within this package."""
        ...

    @property
    def url(self) -> str:
        """The address for clients, including the password."""
        ...

    @property
    def origin(self) -> str:
        """A description of the server's source."""
        ...

    def start(self) -> None:
        """Starts it, or restarts it on the same port with its previous data."""
        ...

    def stop(self) -> None:
        """Stops it gracefully and keeps its data for the next start."""
        ...

    def close(self) -> None:
        """Stops it permanently; temporary data may be lost."""
        ...


class ServerStartError(LocalError):
    """A server did not start; the text ends with its last output."""


class ExternalServer:
    """A server from the environment, which is used but never started or stopped."""

    def __init__(self, name: str, url: str, variable: str) -> None:
        self.name = name
        self.url = url
        self._variable = variable

    @property
    def origin(self) -> str:
        """The variable that holds its address."""
        return self._variable

    def start(self) -> None:
        """Does nothing: somebody else runs the server."""
        self._refuse("start")

    def stop(self) -> None:
        """Does nothing: somebody else runs the server."""
        self._refuse("stop")

    def close(self) -> None:
        """Does nothing: somebody else runs the server."""

    def _refuse(self, action: str) -> None:
        raise ServerStartError(
            f"cannot {action} {self.name}: it is the server named by {self._variable} names; "
            f"unset {self._variable} to use one of our own"
        )


def wait_until(ready: Callable[[], bool], seconds: float, failed: Callable[[], str | None]) -> None:
    """Polls until ready; `failed` detects early that it never will be."""
    deadline = time.monotonic() + seconds
    while not ready():
        reason = failed()
        if reason is None and time.monotonic() > deadline:
            reason = f"not ready after {seconds:.0f} seconds"
        if reason is not None:
            raise ServerStartError(reason)
        time.sleep(0.03)
