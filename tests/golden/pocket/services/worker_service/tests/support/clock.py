"""A clock that stands still."""

from datetime import UTC, date, datetime

MOMENT = datetime(2030, 1, 31, 12, tzinfo=UTC)


class FixedClock:
    """It is always the same moment."""

    def now(self) -> datetime:
        """The moment."""
        return MOMENT

    def today(self) -> date:
        """Its day."""
        return MOMENT.date()
