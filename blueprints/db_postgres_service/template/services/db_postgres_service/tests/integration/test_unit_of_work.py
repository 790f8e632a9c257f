"""A unit of work commits all that it holds, or nothing."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import Select, exists, not_, select

from shared.http import ServiceClient
from shared.identifiers import new_id
from shared.problems import DependencyRejected, NotFound, Problem
from shared.unit_of_work import (
    Consumed,
    GuardFailed,
    HttpUnitsOfWork,
    UnitOfWork,
    VersionConflict,
)
from shared.values import Contract
from src.stored.guards import GUARDS, Guard
from tests.support.events import waiting_events
from tests.support.rows import Row, Rows, change_of
from tests.support.things import NAME as THING
from tests.support.things import Thing


def announce(unit: UnitOfWork) -> None:
    """Adds an event, so that tests see whether the unit was committed."""
    unit.publish_named("something.happened", {"what": THING}, THING, new_id())


def update_of(row: Row, number: int) -> UnitOfWork:
    """A unit that changes the row as it was read."""
    unit = UnitOfWork()
    unit.update(THING, UUID(row["id"]), row["version"], change_of(THING, number))
    return unit


async def test_writes_and_events_are_committed_together(
    rows: Rows, units_of_work: HttpUnitsOfWork, service_client: ServiceClient
) -> None:
    changed, removed = await rows.create(THING), await rows.create(THING)
    unit, id = update_of(changed, 7), new_id()
    unit.create(THING, id, await rows.values(THING))
    unit.delete(THING, UUID(removed["id"]), removed["version"])
    announce(unit)
    committed = await units_of_work.commit(unit)
    assert [row["id"] for row in committed.rows[THING]] == [changed["id"], str(id)]
    for row in committed.rows[THING]:
        assert (await rows.get(THING, row["id"])).json() == row
    assert (await rows.get(THING, removed["id"])).status_code == 404
    assert [event.name for event in await waiting_events(service_client)] == ["something.happened"]


async def test_nothing_is_committed_when_the_last_write_fails(
    rows: Rows, units_of_work: HttpUnitsOfWork, service_client: ServiceClient
) -> None:
    row = await rows.create(THING)
    unit, id = UnitOfWork(), new_id()
    announce(unit)
    unit.create(THING, id, await rows.values(THING))
    unit.delete(THING, UUID(row["id"]), row["version"] + 1)
    with pytest.raises(VersionConflict):
        await units_of_work.commit(unit)
    assert (await rows.get(THING, str(id))).status_code == 404
    assert await waiting_events(service_client) == []


async def test_nothing_is_committed_when_a_constraint_is_violated(
    rows: Rows, units_of_work: HttpUnitsOfWork, service_client: ServiceClient
) -> None:
    unit, id = UnitOfWork(), new_id()
    announce(unit)
    unit.create(THING, id, await rows.values(THING))
    unit.create(THING, id, await rows.values(THING))
    with pytest.raises(Problem) as refused:
        await units_of_work.commit(unit)
    assert (refused.value.status, refused.value.code) == (409, "UNIQUE_VIOLATION")
    assert refused.value.members["fields"] == ["id"]
    assert (await rows.get(THING, str(id))).status_code == 404
    assert await waiting_events(service_client) == []


async def test_values_that_are_not_valid_are_refused(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    unit, id = UnitOfWork(), new_id()
    unit.create(THING, id, await rows.values(THING, no_such_field=1))
    with pytest.raises(Problem) as refused:
        await units_of_work.commit(unit)
    assert (refused.value.status, refused.value.code) == (422, "VALIDATION_FAILED")


async def test_row_that_was_read_must_be_as_it_was(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    row = await rows.create(THING)
    await rows.patch(THING, row["id"], change_of(THING, 7))
    unit, id = UnitOfWork(), new_id()
    unit.read(THING, UUID(row["id"]), row["version"])
    unit.create(THING, id, await rows.values(THING))
    with pytest.raises(VersionConflict):
        await units_of_work.commit(unit)
    assert (await rows.get(THING, str(id))).status_code == 404


async def test_row_that_was_read_must_be_there(units_of_work: HttpUnitsOfWork) -> None:
    unit = UnitOfWork()
    unit.read(THING, new_id(), 1)
    with pytest.raises(NotFound):
        await units_of_work.commit(unit)


async def test_unknown_names_are_refused(units_of_work: HttpUnitsOfWork) -> None:
    of_guard, of_entity = UnitOfWork(), UnitOfWork()
    of_guard.guard("no_such_guard", {})
    of_entity.delete("no_such_entity", new_id(), None)
    for unit in (of_guard, of_entity):
        with pytest.raises(DependencyRejected):
            await units_of_work.commit(unit)


async def test_message_is_consumed_once(
    rows: Rows, units_of_work: HttpUnitsOfWork, service_client: ServiceClient
) -> None:
    consumed = Consumed(consumer="listener", key="message-1")
    outcomes = []
    for _ in range(2):
        unit = UnitOfWork(consumed=consumed)
        unit.create(THING, new_id(), await rows.values(THING))
        announce(unit)
        outcomes.append(await units_of_work.commit(unit))
    assert [outcome.duplicate for outcome in outcomes] == [False, True]
    assert [len(outcome.rows) for outcome in outcomes] == [1, 0]
    assert (await rows.page(THING, total=True))["total"] == 1
    assert len(await waiting_events(service_client)) == 1


async def test_message_of_a_failed_unit_is_not_consumed(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    row = await rows.create(THING)
    consumed = Consumed(consumer="listener", key="message-1")
    failing = UnitOfWork(consumed=consumed)
    failing.delete(THING, UUID(row["id"]), row["version"] + 1)
    with pytest.raises(VersionConflict):
        await units_of_work.commit(failing)
    again = UnitOfWork(consumed=consumed)
    again.delete(THING, UUID(row["id"]), row["version"])
    assert not (await units_of_work.commit(again)).duplicate


async def test_consumers_do_not_see_each_others_notes(units_of_work: HttpUnitsOfWork) -> None:
    for consumer in ("first", "second"):
        unit = UnitOfWork(consumed=Consumed(consumer=consumer, key="message-1"))
        assert not (await units_of_work.commit(unit)).duplicate


async def test_one_of_many_wins_a_row_at_once(rows: Rows, units_of_work: HttpUnitsOfWork) -> None:
    row = await rows.create(THING)
    outcomes = await asyncio.gather(
        *(units_of_work.commit(update_of(row, number)) for number in range(2, 10)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(error) for error in refused] == [VersionConflict] * 7
    assert (await rows.get(THING, row["id"])).json()["version"] == row["version"] + 1


async def test_message_that_arrives_many_times_at_once_has_one_effect(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    units = []
    for _ in range(8):
        unit = UnitOfWork(consumed=Consumed(consumer="listener", key="message-1"))
        unit.create(THING, new_id(), await rows.values(THING))
        units.append(unit)
    before = (await rows.page(THING, total=True))["total"]
    outcomes = await asyncio.gather(*(units_of_work.commit(unit) for unit in units))
    assert sorted(outcome.duplicate for outcome in outcomes) == [False] + [True] * 7
    assert (await rows.page(THING, total=True))["total"] == before + 1


async def test_units_that_collide_without_a_version_are_all_committed(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    row = await rows.create(THING)
    units = [UnitOfWork() for _ in range(3)]
    for number, unit in enumerate(units, 2):
        unit.update(THING, UUID(row["id"]), None, change_of(THING, number))
    await asyncio.gather(*(units_of_work.commit(unit) for unit in units))
    assert (await rows.get(THING, row["id"])).json()["version"] == row["version"] + 3


class OfName(Contract):
    """The parameters of the guards below."""

    name: str


def no_rows_yet(_: OfName) -> Select[tuple[bool]]:
    """A guard like those of limits: it holds while there is no row."""
    return select(not_(exists().where(Thing.version >= 1)))


@pytest.fixture
def _guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GUARDS, "no_rows_yet", Guard(OfName, no_rows_yet))


@pytest.mark.usefixtures("_guard")
async def test_nothing_is_committed_when_a_guard_fails(
    rows: Rows, units_of_work: HttpUnitsOfWork, service_client: ServiceClient
) -> None:
    await rows.create(THING)
    unit, id = UnitOfWork(consumed=Consumed(consumer="listener", key="message-1")), new_id()
    unit.guard("no_rows_yet", {"name": "any"})
    unit.create(THING, id, await rows.values(THING))
    announce(unit)
    for _ in range(2):
        with pytest.raises(GuardFailed) as failed:
            await units_of_work.commit(unit)
        assert failed.value.guard == "no_rows_yet"
    assert (await rows.get(THING, str(id))).status_code == 404
    assert await waiting_events(service_client) == []


@pytest.mark.usefixtures("_guard")
async def test_guard_lets_one_of_many_through_at_once(
    rows: Rows, units_of_work: HttpUnitsOfWork
) -> None:
    units = []
    for number in range(8):
        unit = UnitOfWork()
        # Other parameters take another lock, so that isolation alone has to keep the guard.
        unit.guard("no_rows_yet", {"name": f"name-{number % 2}"})
        unit.create(THING, new_id(), await rows.values(THING))
        units.append(unit)
    outcomes = await asyncio.gather(
        *(units_of_work.commit(unit) for unit in units), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(error) for error in refused] == [GuardFailed] * 7
    assert (await rows.page(THING, total=True))["total"] == 1


@pytest.mark.usefixtures("_guard")
async def test_parameters_of_a_guard_are_checked(units_of_work: HttpUnitsOfWork) -> None:
    unit = UnitOfWork()
    unit.guard("no_rows_yet", {"another": "any"})
    with pytest.raises(Problem) as refused:
        await units_of_work.commit(unit)
    assert (refused.value.status, refused.value.code) == (422, "VALIDATION_FAILED")


class OfNumber(Contract):
    """The parameters of the guard below."""

    number: int


def is_number_of_no_row(parameters: OfNumber) -> Select[tuple[bool]]:
    """A guard that computes with its parameter."""
    return select(not_(exists().where(Thing.version > parameters.number * 2)))


async def test_number_that_the_database_cannot_hold_is_not_valid(
    rows: Rows, units_of_work: HttpUnitsOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GUARDS, "no_such_number", Guard(OfNumber, is_number_of_no_row))
    for number in (1 << 62, -(10**30)):
        unit, id = UnitOfWork(), new_id()
        unit.guard("no_such_number", {"number": number})
        unit.create(THING, id, await rows.values(THING))
        with pytest.raises(Problem) as refused:
            await units_of_work.commit(unit)
        assert (refused.value.status, refused.value.code) == (422, "VALIDATION_FAILED")
        assert (await rows.get(THING, str(id))).status_code == 404


async def test_text_that_the_database_cannot_hold_is_not_valid(
    units_of_work: HttpUnitsOfWork, service_client: ServiceClient
) -> None:
    unit = UnitOfWork()
    unit.publish_named("something.happened", {"what": "\0"}, THING, new_id())
    with pytest.raises(Problem) as refused:
        await units_of_work.commit(unit)
    assert (refused.value.status, refused.value.code) == (422, "VALIDATION_FAILED")
    assert await waiting_events(service_client) == []
