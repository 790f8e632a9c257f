"""What the rest of this package knows about one server."""

import time
from collections.abc import Callable
from typing import Protocol

from msc.local.failure import LocalError


class Server(Protocol):
    """One server of a run."""

    @property
    def name(self) -> str:
        """What it is called here."""
        ...

    @property
    def url(self) -> str:
        """Where clients reach it, with the password if it has one."""
        ...

    @property
    def origin(self) -> str:
        """In words: where this server comes from."""
        ...

    def start(self) -> None:
        """Start it, or start it again on the same port with the data it had."""
        ...

    def stop(self) -> None:
        """Stop it gracefully; its data stays for the next start."""
        ...

    def close(self) -> None:
        """Stop it for good; data that nobody wants kept may be lost."""
        ...


class ServerStartError(LocalError):
    """A server was there, but did not come up; the text ends with its last words."""


class ExternalServer:
    """A server that the environment names; it is used and never started or stopped."""

    def __init__(self, name: str, url: str, variable: str) -> None:
        self.name = name
        self.url = url
        self._variable = variable

    @property
    def origin(self) -> str:
        """The variable that names it."""
        return self._variable

    def start(self) -> None:
        """It is not ours to start."""
        self._refuse("start")

    def stop(self) -> None:
        """It is not ours to stop."""
        self._refuse("stop")

    def close(self) -> None:
        """Leave it running: it is not ours."""

    def _refuse(self, action: str) -> None:
        raise ServerStartError(
            f"cannot {action} {self.name}: it is the server that {self._variable} names; "
            f"unset {self._variable} to use one of our own"
        )


def wait_until(ready: Callable[[], bool], seconds: float, failed: Callable[[], str | None]) -> None:
    """Poll until ready; `failed` tells early why it never will be."""
    deadline = time.monotonic() + seconds
    while not ready():
        reason = failed()
        if reason is None and time.monotonic() > deadline:
            reason = f"not ready after {seconds:.0f} seconds"
        if reason is not None:
            raise ServerStartError(reason)
        time.sleep(0.03)
