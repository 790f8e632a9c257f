"""The job FinishPastBookingsJob: what it handles, and that it handles it once."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.identifiers import new_id
from shared.unit_of_work import Consumed
from src.application.errors import AlreadyHandled
from src.application.use_cases.finish_booking import FinishBookingInput
from src.domain.errors import Rule, RuleViolation
from src.jobs.finish_past_bookings import NAME, SCHEDULE, FinishPastBookingsJob
from tests.support.recorded import RecordedUseCase

DUE = datetime(2030, 1, 31, 12, tzinfo=UTC)
SUMMER = datetime(2030, 7, 31, 12, tzinfo=UTC)
REFUSED = RuleViolation(Rule("rule", "NOT_NOW", "Not now", 422))


class NoonClock:
    """Stands still."""

    def now(self) -> datetime:
        return DUE

    def today(self) -> date:
        return DUE.date()


class DueRows:
    """Rows that the query found."""

    def __init__(self, *ids: Any) -> None:
        self.ids = ids
        self.asked: list[dict[str, Any]] = []

    async def every_finish_past_bookings(self, **asked: Any) -> AsyncIterator[Any]:
        self.asked.append(asked)
        for id in self.ids:
            yield SimpleNamespace(id=id)


def job_of(rows: Any, use_case: Any) -> FinishPastBookingsJob:
    return FinishPastBookingsJob(
        bookings=rows,
        finish_booking=use_case,
        clock=NoonClock(),
    )


async def test_every_due_row_is_handled_under_a_key_of_its_own() -> None:
    rows, use_case = DueRows(new_id(), new_id()), RecordedUseCase()
    await job_of(rows, use_case).run(DUE)

    assert len(use_case.calls) == 2
    for (inputs, caller), id in zip(use_case.calls, rows.ids, strict=True):
        row = SimpleNamespace(id=id)
        assert inputs == FinishBookingInput(booking_id=row.id)
        assert caller.consumed == Consumed(consumer=NAME, key=str(row.id))
    assert rows.asked == [{"today": NoonClock().today()}]


@pytest.mark.parametrize("failure", [AlreadyHandled(), REFUSED])
async def test_row_that_is_not_handled_does_not_hold_up_the_others(failure: Exception) -> None:
    rows, use_case = DueRows(new_id(), new_id()), RecordedUseCase(failure, None)
    await job_of(rows, use_case).run(DUE)
    assert len(use_case.calls) == 2


async def test_nothing_happens_when_nothing_is_due() -> None:
    use_case = RecordedUseCase()
    await job_of(DueRows(), use_case).run(DUE)
    assert use_case.calls == []


def test_it_is_due_by_the_clock_of_its_place() -> None:
    latest = SCHEDULE.latest(SUMMER).astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{latest:%H:%M}" == "01:30"
