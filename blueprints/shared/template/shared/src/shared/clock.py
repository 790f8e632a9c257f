"""The one source of the current time, so that tests can hold it still."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """The clock."""

    def now(self) -> datetime:
        """The current time in UTC."""

    def today(self) -> date:
        """The present day where the system is at home."""


class SystemClock:
    """The machine's clock."""

    def __init__(self, time_zone: str) -> None:
        self.zone = ZoneInfo(time_zone)

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present day where the system is at home."""
        return datetime.now(self.zone).date()
