"""A clock that stands still."""

from datetime import UTC, date, datetime

TIMESTAMP = datetime(2030, 1, 31, 12, tzinfo=UTC)


class FixedClock:
    """Always shows the same time."""

    def now(self) -> datetime:
        """The time."""
        return TIMESTAMP

    def today(self) -> date:
        """Its day."""
        return TIMESTAMP.date()
