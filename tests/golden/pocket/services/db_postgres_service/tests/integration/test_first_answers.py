"""The answer to a request under an idempotency key is stored with the effect, and stays."""

import asyncio
from uuid import UUID

import pytest

from shared.first_answers import HttpFirstAnswers
from shared.http import ServiceClient
from shared.identifiers import new_id
from shared.problems import IdentifierReused
from shared.unit_of_work import (
    Committed,
    HttpUnitsOfWork,
    IdempotencyKey,
    UnitOfWork,
    VersionConflict,
)
from shared.values import Row as SharedRow
from tests.support.rows import Rows, change_of
from tests.support.things import NAME as THING


class Thing(SharedRow):
    """What an answer says of a row."""

    id: UUID
    version: int


def new_key() -> IdempotencyKey:
    return IdempotencyKey(new_id(), "fingerprint")


async def creating(rows: Rows, key: IdempotencyKey) -> UnitOfWork:
    """A unit with a new row, which is its answer."""
    unit, row_id = UnitOfWork(key=key), new_id()
    unit.create(THING, row_id, await rows.values(THING))
    unit.answer(Thing(id=row_id, version=1), THING)
    return unit


async def count(rows: Rows) -> int:
    return int((await rows.page(THING, total=True))["total"])


@pytest.fixture
def answers(service_client: ServiceClient) -> HttpFirstAnswers:
    return HttpFirstAnswers(service_client)


async def test_the_first_answer_stays_when_the_row_changes(
    rows: Rows, units_of_work: HttpUnitsOfWork, answers: HttpFirstAnswers
) -> None:
    mine = new_key()
    assert await answers.find(mine) is None
    committed = await units_of_work.commit(await creating(rows, mine))
    row = committed.rows[THING][0]
    await rows.patch(THING, row["id"], change_of(THING, 7))
    first = await answers.find(mine)
    assert first is not None
    assert first.fingerprint == "fingerprint"
    assert first.value == row


async def test_what_was_refused_has_no_first_answer(
    rows: Rows, units_of_work: HttpUnitsOfWork, answers: HttpFirstAnswers
) -> None:
    row, mine = await rows.create(THING), new_key()
    unit = await creating(rows, mine)
    unit.read(THING, UUID(row["id"]), row["version"] + 1)
    with pytest.raises(VersionConflict):
        await units_of_work.commit(unit)
    assert await answers.find(mine) is None


async def test_requests_that_come_at_once_have_one_effect(
    rows: Rows, units_of_work: HttpUnitsOfWork, answers: HttpFirstAnswers
) -> None:
    mine, before = new_key(), await count(rows)
    units = [await creating(rows, mine) for _ in range(10)]
    outcomes = await asyncio.gather(*map(units_of_work.commit, units), return_exceptions=True)
    (committed,) = [outcome for outcome in outcomes if isinstance(outcome, Committed)]
    refusals = [outcome for outcome in outcomes if not isinstance(outcome, Committed)]
    assert all(isinstance(refusal, IdentifierReused) for refusal in refusals)
    assert await count(rows) == before + 1
    first = await answers.find(mine)
    assert first is not None
    assert first.value == committed.rows[THING][0]
