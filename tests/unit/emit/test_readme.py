"""The README of an emitted system: what it lists, and schedules in words."""

import pytest

from msc.emit.views.infrastructure.readme import ACCOUNT_ROUTES, readme, words
from msc.ir.endings import ACCOUNT_SUCCESS, account_refusals
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
    added = [route for route in shown.routes if "/auth/" in route.name]
    accounts = system.authentication
    assert accounts is not None
    assert len(added) == len(account_refusals(accounts, system.entity(accounts.account)))
    assert [len(shown.routes) - len(added), len(shown.entities), len(shown.events), len(shown.jobs),
            len(shown.commands)] == [len(system.endpoints), len(system.entities),
            len(system.events), len(system.jobs), len(system.commands)]  # fmt: skip
    assert {entity.second for entity in shown.entities} == {"PostgreSQL", "MongoDB"}


def test_every_route_of_accounts_is_described() -> None:
    assert ACCOUNT_ROUTES.keys() == ACCOUNT_SUCCESS.keys()
