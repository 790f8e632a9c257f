"""Due times, across clock changes and month ends."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from src.scheduler.schedule import Every, Hourly, OnDays

BERLIN = ZoneInfo("Europe/Berlin")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_every_is_due_at_multiples_of_its_interval() -> None:
    latest = Every(timedelta(minutes=5)).latest(moment("2030-01-31T12:07:30"))
    assert latest == moment("2030-01-31T12:05:00")


def test_hourly_falls_back_to_the_hour_before() -> None:
    hourly = Hourly(15, BERLIN)
    assert hourly.latest(moment("2030-01-31T12:10:00")) == moment("2030-01-31T11:15:00")
    assert hourly.latest(moment("2030-01-31T12:15:00")) == moment("2030-01-31T12:15:00")


def test_hourly_follows_a_clock_that_is_half_an_hour_off() -> None:
    hourly = Hourly(15, ZoneInfo("Asia/Kolkata"))
    assert hourly.latest(moment("2030-01-31T12:44:59")) == moment("2030-01-31T11:45:00")
    assert hourly.latest(moment("2030-01-31T12:45:00")) == moment("2030-01-31T12:45:00")


def test_hourly_follows_a_clock_that_changes_by_half_an_hour() -> None:
    # On that night the clock goes from 02:00 back to 01:30: at 15:00 in UTC.
    hourly = Hourly(45, ZoneInfo("Australia/Lord_Howe"))
    assert hourly.latest(moment("2030-04-06T14:59:00")) == moment("2030-04-06T14:45:00")
    assert hourly.latest(moment("2030-04-06T15:10:00")) == moment("2030-04-06T14:45:00")
    assert hourly.latest(moment("2030-04-06T15:20:00")) == moment("2030-04-06T15:15:00")


def test_daily_follows_the_local_clock() -> None:
    daily = OnDays(time(9), BERLIN)
    assert daily.latest(moment("2030-01-31T12:00:00")) == moment("2030-01-31T08:00:00")
    assert daily.latest(moment("2030-07-31T12:00:00")) == moment("2030-07-31T07:00:00")


def test_daily_is_not_due_before_its_time() -> None:
    latest = OnDays(time(9), BERLIN).latest(moment("2030-01-31T07:59:59"))
    assert latest == moment("2030-01-30T08:00:00")


def test_weekly_and_monthly_look_for_their_day() -> None:
    now = moment("2030-01-31T12:00:00")
    assert OnDays(time(9), BERLIN, weekday=0).latest(now) == moment("2030-01-28T08:00:00")
    assert OnDays(time(3), BERLIN, day=1).latest(now) == moment("2030-01-01T02:00:00")
