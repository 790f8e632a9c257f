"""A unit of work that comes again is not applied again, and is answered as it was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from shared.http import ServiceClient
from shared.identifiers import new_id
from shared.unit_of_work import Consumed, HttpUnitsOfWork, UnitOfWork, VersionConflict
from src.core.database import Sessions, build_engine
from src.repositories import sweeping
from src.repositories.committed_units import CommittedUnits, note_committed
from src.repositories.unit_of_work import UnitOfWorkRunner
from tests.support.events import waiting_events
from tests.support.problems import assert_problem
from tests.support.rows import Row, Rows, change_of
from tests.support.service import settings_of
from tests.support.things import NAME as THING

PATIENCE = 60.0
LIMITS = ("pool", "lock", "statement", "request", "idle_in_transaction")
WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
NOTE = text(
    "INSERT INTO committed_units (id, digest, answer, committed_at) "
    "VALUES (:id, '', '', now() - make_interval(hours => :hours))"
)


@asynccontextmanager
async def running(database: URL) -> AsyncIterator[UnitOfWorkRunner]:
    """A runner that sends nobody away, however busy the machine is."""
    patient = {f"{limit}_timeout_seconds": PATIENCE for limit in LIMITS}
    engine = build_engine(settings_of(database).model_copy(update=patient))
    yield UnitOfWorkRunner(engine, PATIENCE)
    await engine.dispose()


async def is_somebody_waiting(engine: AsyncEngine) -> bool:
    """Whether an advisory lock is waited for."""
    async with engine.connect() as connection:
        return bool(await connection.scalar(WAITING))


async def creating(rows: Rows, consumed: Consumed | None = None) -> UnitOfWork:
    """A unit with a new row and an event."""
    unit, row_id = UnitOfWork(consumed=consumed), new_id()
    unit.create(THING, row_id, await rows.values(THING))
    unit.publish_named("something.happened", {"what": THING}, THING, row_id)
    return unit


def changing(row: Row, number: int) -> UnitOfWork:
    """A unit that changes the row as it was read."""
    unit = UnitOfWork()
    unit.update(THING, UUID(row["id"]), row["version"], change_of(THING, number))
    return unit


async def post(client: httpx.AsyncClient, unit: UnitOfWork) -> httpx.Response:
    return await client.post("/api/v1/unit-of-work", json=unit.request().model_dump(mode="json"))


async def count(rows: Rows) -> int:
    return int((await rows.page(THING, total=True))["total"])


@pytest.mark.parametrize("consumed", [None, Consumed(consumer="listener", key="message-1")])
async def test_repetition_is_answered_as_the_first_was(
    rows: Rows,
    units_of_work: HttpUnitsOfWork,
    service_client: ServiceClient,
    consumed: Consumed | None,
) -> None:
    before = await count(rows)
    unit = await creating(rows, consumed)
    first, second = [await units_of_work.commit(unit) for _ in range(2)]
    assert first == second
    assert not first.duplicate
    assert await count(rows) == before + 1
    assert len(await waiting_events(service_client)) == 1


async def test_repetition_after_another_change_leaves_that_alone(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    row = await rows.create(THING)
    unit = changing(row, 7)
    first = await units_of_work.commit(unit)
    later = await rows.patch(THING, row["id"], change_of(THING, 8))
    assert await units_of_work.commit(unit) == first
    assert (await rows.get(THING, row["id"])).json() == later.json()


async def test_another_unit_of_the_same_identifier_is_refused(
    rows: Rows, units_of_work: HttpUnitsOfWork, client: httpx.AsyncClient
) -> None:
    unit, another = await creating(rows), await creating(rows)
    await units_of_work.commit(unit)
    before = await count(rows)
    another.id = unit.id
    assert_problem(await post(client, another), 409, "UNIT_OF_WORK_REUSED")
    assert await count(rows) == before


async def test_unit_that_was_refused_was_not_committed(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    row = await rows.create(THING)
    unit = changing({**row, "version": row["version"] + 1}, 7)
    for _ in range(2):
        with pytest.raises(VersionConflict):
            await units_of_work.commit(unit)
    await rows.patch(THING, row["id"], change_of(THING, 8))
    assert (await units_of_work.commit(unit)).rows[THING][0]["version"] == row["version"] + 2


async def test_unit_that_comes_fifty_times_at_once_has_one_effect(
    database: URL, rows: Rows, service_client: ServiceClient
) -> None:
    before, request = await count(rows), (await creating(rows)).request()
    async with running(database) as runner:
        first, *others = await asyncio.gather(*(runner.run(request) for _ in range(50)))
    assert all(other == first for other in others)
    assert await count(rows) == before + 1
    assert len(await waiting_events(service_client)) == 1


async def test_commit_whose_answer_the_database_owes_is_resolved_by_the_client(
    rows: Rows,
    units_of_work: HttpUnitsOfWork,
    service_client: ServiceClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, commit = await count(rows), AsyncSession.commit
    lost: list[AsyncSession] = []

    async def commit_and_lose_the_answer(session: AsyncSession) -> None:
        await commit(session)
        if not lost:
            lost.append(session)
            raise ConnectionResetError

    unit = await creating(rows)
    monkeypatch.setattr(AsyncSession, "commit", commit_and_lose_the_answer)
    committed = await units_of_work.commit(unit)
    assert lost
    assert [row["id"] for row in committed.rows[THING]] == [str(unit.request().writes[0].id)]
    assert await count(rows) == before + 1
    assert len(await waiting_events(service_client)) == 1


async def test_what_breaks_during_the_commit_is_not_known(
    rows: Rows, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose_the_answer(_: AsyncSession) -> None:
        raise ConnectionResetError

    unit = await creating(rows)
    monkeypatch.setattr(AsyncSession, "commit", lose_the_answer)
    answer = await post(client, unit)
    assert_problem(answer, 503, "OUTCOME_UNKNOWN")
    assert "retry-after" not in answer.headers


async def test_repetition_waits_for_the_first_run(
    database: URL, engine: AsyncEngine, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, unit = await rows.create(THING), await creating(rows)
    unit.read(THING, UUID(row["id"]), row["version"])
    is_held, may_go_on = asyncio.Event(), asyncio.Event()

    async def note_later(*arguments: Any) -> None:
        is_held.set()
        await may_go_on.wait()
        await note_committed(*arguments)

    monkeypatch.setattr("src.repositories.unit_of_work.note_committed", note_later)
    # As in two copies of the service: in one, the repetition would wait before it asks.
    async with (
        running(database) as runner,
        running(database) as another,
        asyncio.timeout(PATIENCE),
    ):
        first = asyncio.create_task(runner.run(unit.request()))
        await is_held.wait()
        # The first run has read what the repetition would not find any more.
        await rows.patch(THING, row["id"], change_of(THING, 7))
        second = asyncio.create_task(another.run(unit.request()))
        while not second.done() and not await is_somebody_waiting(engine):
            await asyncio.sleep(0.02)
        may_go_on.set()
        assert await second == await first


async def test_notes_end_after_a_day(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    young = new_id()
    async with engine.begin() as connection:
        for id, hours in [(young, 23), *((new_id(), 25) for _ in range(3))]:
            await connection.execute(NOTE, {"id": id, "hours": hours})
    await CommittedUnits(Sessions(engine, limit_seconds=10)).sweep()
    async with engine.connect() as connection:
        assert list(await connection.scalars(text("SELECT id FROM committed_units"))) == [young]
