"""Due times, across clock changes and month ends."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from src.scheduler.schedule import Every, OnDays

BERLIN = ZoneInfo("Europe/Berlin")


def timestamp(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_every_is_due_at_multiples_of_its_interval() -> None:
    latest = Every(timedelta(minutes=5)).latest(timestamp("2030-01-31T12:07:30"))
    assert latest == timestamp("2030-01-31T12:05:00")


def test_daily_follows_the_local_clock() -> None:
    daily = OnDays(time(9), BERLIN)
    assert daily.latest(timestamp("2030-01-31T12:00:00")) == timestamp("2030-01-31T08:00:00")
    assert daily.latest(timestamp("2030-07-31T12:00:00")) == timestamp("2030-07-31T07:00:00")


def test_daily_is_not_due_before_its_time() -> None:
    latest = OnDays(time(9), BERLIN).latest(timestamp("2030-01-31T07:59:59"))
    assert latest == timestamp("2030-01-30T08:00:00")


def test_weekly_and_monthly_look_for_their_day() -> None:
    now = timestamp("2030-01-31T12:00:00")
    assert OnDays(time(9), BERLIN, weekday=0).latest(now) == timestamp("2030-01-28T08:00:00")
    assert OnDays(time(3), BERLIN, day=1).latest(now) == timestamp("2030-01-01T02:00:00")
