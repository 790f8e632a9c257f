"""The README of an emitted system: what it lists, and schedules in words."""

import pytest

from msc.emit.views.infrastructure.readme import readme, words
from msc.ir.system import System
from msc.ir.triggers import Frequency, Schedule

SCHEDULES = {
    "every 90 minutes": Schedule(Frequency.EVERY, "UTC", every_seconds=5400),
    "every 2 days": Schedule(Frequency.EVERY, "UTC", every_seconds=172_800),
    "every hour at :05": Schedule(Frequency.HOURLY, "UTC", minute=5),
    "every day at 09:30, Europe/Berlin": Schedule(
        Frequency.DAILY, "Europe/Berlin", hour=9, minute=30
    ),
    "every Sunday at 00:00, UTC": Schedule(Frequency.WEEKLY, "UTC", weekday=6),
    "on day 28 of each month at 03:00, UTC": Schedule(Frequency.MONTHLY, "UTC", hour=3, day=28),
}


@pytest.mark.parametrize("expected", SCHEDULES)
def test_a_schedule_is_said_in_words(expected: str) -> None:
    assert words(SCHEDULES[expected]) == expected


def test_everything_that_a_person_meets_is_listed(system: System) -> None:
    shown = readme(system)
    assert [len(shown.routes), len(shown.entities), len(shown.events), len(shown.jobs),
            len(shown.commands)] == [len(system.endpoints), len(system.entities),
            len(system.events), len(system.jobs), len(system.commands)]  # fmt: skip
    assert {entity.second for entity in shown.entities} == {"PostgreSQL", "MongoDB"}
