"""How many repetitions a process adds to its requests."""

# Of the requests; more would be a second load on a service that fails because of the first one.
SHARE = 0.1
# At once, so that a short interruption costs nobody an error.
BURST = 20.0


class RetryBudget:
    """Fills with every request, and is spent by repetitions."""

    def __init__(self, share: float = SHARE, burst: float = BURST) -> None:
        self._share = share
        self._burst = burst
        self._left = burst

    def fill(self) -> None:
        """Notes a request."""
        self._left = min(self._burst, self._left + self._share)

    def spend(self) -> bool:
        """Whether a request may be repeated now."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
