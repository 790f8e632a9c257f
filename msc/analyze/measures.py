"""Texts with their own syntax: durations and schedules."""

import re

from msc.ir.triggers import Frequency, Schedule

UNITS = {
    "s": 1, "second": 1, "m": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400,
    "week": 604800, "month": 2592000, "year": 31536000,
}  # fmt: skip
DURATION = re.compile(r"(\d{1,6})\s*([a-z]+)")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY = re.compile(r"every (\d{1,6} ?[a-z]+)")
HOURLY = re.compile(r"hourly at :([0-5]\d)")
TIME = r"([01]\d|2[0-3]):([0-5]\d)"
DAILY = re.compile(rf"daily at {TIME}")
WEEKLY = re.compile(rf"weekly on ([a-z]+) at {TIME}")
MONTHLY = re.compile(rf"monthly on ([1-9]|1\d|2[0-8]) at {TIME}")


def seconds(text: str) -> int | None:
    """The length of `30m`, `24 hours` or `7 years` in seconds; a year has 365 days."""
    match = DURATION.fullmatch(text.strip())
    if match is None:
        return None
    unit = match[2] if match[2] in UNITS else match[2].removesuffix("s")
    return int(match[1]) * UNITS[unit] if unit in UNITS and int(match[1]) > 0 else None


def months(text: str) -> int | None:
    """How many months `6 months` or `7 years` are by the calendar; None for other units."""
    match = DURATION.fullmatch(text.strip())
    counted = {"month": 1, "year": 12}.get(match[2].removesuffix("s")) if match else None
    return int(match[1]) * counted if match and counted else None


def schedule(text: str, time_zone: str) -> Schedule | None:
    """The schedule in a text, or None."""
    words = " ".join(text.lower().split())
    if match := EVERY.fullmatch(words):
        interval = seconds(match[1])
        return Schedule(Frequency.EVERY, time_zone, every_seconds=interval) if interval else None
    if match := HOURLY.fullmatch(words):
        return Schedule(Frequency.HOURLY, time_zone, minute=int(match[1]))
    if match := DAILY.fullmatch(words):
        return Schedule(Frequency.DAILY, time_zone, hour=int(match[1]), minute=int(match[2]))
    if match := MONTHLY.fullmatch(words):
        day, hour, minute = (int(part) for part in match.groups())
        return Schedule(Frequency.MONTHLY, time_zone, day=day, hour=hour, minute=minute)
    match = WEEKLY.fullmatch(words)
    if match is None or match[1] not in WEEKDAYS:
        return None
    weekday = WEEKDAYS.index(match[1])
    return Schedule(
        Frequency.WEEKLY, time_zone, weekday=weekday, hour=int(match[2]), minute=int(match[3])
    )


def similar_schedule(text: str) -> str:
    """An example of the most similar schedule syntax."""
    lowered = text.lower()
    examples = {
        "month": "monthly on 1 at 03:00", "week": "weekly on monday at 09:00",
        "day": "daily at 09:00", "hourly": "hourly at :15", "hour": "every 2 hours",
        "every": "every 5 minutes",
    }  # fmt: skip
    for day in WEEKDAYS:
        if day in lowered:
            return f"weekly on {day} at 09:00"
    return next(
        (example for word, example in examples.items() if word in lowered), "daily at 09:00"
    )
