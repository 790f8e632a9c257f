"""When a job is due: pure arithmetic on local wall-clock times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Schedule(Protocol):
    """A rule for due times."""

    def latest(self, now: datetime) -> datetime:
        """The last due time at or before `now`; both are aware, the result is in UTC."""


@dataclass(frozen=True, slots=True)
class Every:
    """Due at every multiple of an interval since the start of 1970."""

    interval: timedelta

    def latest(self, now: datetime) -> datetime:
        seconds = int(self.interval.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


@dataclass(frozen=True, slots=True)
class OnDays:
    """Due at a local time of the days that match; a time that a clock change skips comes later."""

    at: time
    zone: ZoneInfo
    weekday: int | None = None
    day: int | None = None

    def latest(self, now: datetime) -> datetime:
        return next(due for due in self._backwards(now) if due <= now)

    def _backwards(self, now: datetime) -> Iterator[datetime]:
        day = now.astimezone(self.zone).date()
        while True:
            if self._matches(day):
                yield datetime.combine(day, self.at, self.zone).astimezone(UTC)
            day -= timedelta(days=1)

    def _matches(self, day: date) -> bool:
        return self.weekday in (None, day.weekday()) and self.day in (None, day.day)
