"""Stops calling a dependency that keeps failing, and retries it after a pause."""

import time
from collections.abc import Callable


class CircuitBreaker:
    """Opens after so many failures in a row; then lets one call through per cool-down."""

    def __init__(
        self,
        failures: int = 5,
        cool_down_seconds: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._cool_down = cool_down_seconds
        self._clock = clock
        self._failures = 0
        self._retry_at = 0.0

    def lets_through(self) -> bool:
        """Whether a call may be made now; while the breaker is open that is one per cool-down."""
        if self._failures < self._limit:
            return True
        now = self._clock()
        if now < self._retry_at:
            return False
        # The others wait for the answer to this one, or for the next cool-down.
        self._retry_at = now + self._cool_down
        return True

    def succeeded(self) -> None:
        """Notes an answer; the breaker closes."""
        self._failures = 0

    def failed(self) -> None:
        """Notes a failure; the last one of a row opens the breaker."""
        self._failures += 1
        self._retry_at = self._clock() + self._cool_down
