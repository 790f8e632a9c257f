"""Time that passes at once: tests of deadlines neither wait nor depend on a busy machine."""

import asyncio
from typing import Any

import pytest


class PassingTime:
    """The selector and the clock of an event loop: what would be waited for has passed."""

    def __init__(self, selector: Any, now: float) -> None:
        self._selector = selector
        self._now = now

    def time(self) -> float:
        """What the loop takes for the time."""
        return self._now

    def select(self, timeout: float | None = None) -> Any:
        """What is ready; where nothing is, the time of the next timer has come."""
        ready = self._selector.select(0 if timeout is not None else None)
        if timeout and not ready:
            self._now += timeout
        return ready

    def __getattr__(self, name: str) -> Any:
        return getattr(self._selector, name)


def let_time_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the running loop does not wait for its timers."""
    loop: Any = asyncio.get_running_loop()
    passing = PassingTime(loop._selector, loop.time())
    monkeypatch.setattr(loop, "_selector", passing)
    monkeypatch.setattr(loop, "time", passing.time)
