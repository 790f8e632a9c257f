"""Lists read by an index, however many rows there are."""

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from src.registry import RESOURCES
from tests.support.many_rows import many_rows
from tests.support.plans import PAGE, Plan, cursor_behind, nodes_of, parameters_of, plan_of
from tests.support.readings import READINGS, Reading

# Enough that an index is cheaper by far.
ROWS = 20_000
# An index of the wanted order leaves only the sorting of rows that are equal in it.
WHOLE = {"Seq Scan", "Sort"}


@pytest.mark.parametrize("entity", sorted(READINGS))
async def test_list_reads_by_an_index(engine: AsyncEngine, entity: str) -> None:
    async with many_rows(engine, entity, ROWS) as connection:
        for reading in READINGS[entity]:
            parameters = await parameters_of(connection, entity, reading)
            plan = await plan_of(connection, entity, parameters)
            assert is_by_index(plan, reading), (reading, plan)


@pytest.mark.parametrize("entity", sorted(READINGS))
async def test_page_further_on_begins_where_the_one_before_it_ended(
    engine: AsyncEngine, entity: str
) -> None:
    async with many_rows(engine, entity, ROWS) as connection:
        for reading in READINGS[entity]:
            if not reading.fixed and has_position(entity, reading):
                await check_position(connection, entity, reading)


async def check_position(connection: AsyncConnection, entity: str, reading: Reading) -> None:
    parameters = await parameters_of(connection, entity, reading)
    cursor = await cursor_behind(connection, entity, parameters, PAGE)
    plan = await plan_of(connection, entity, parameters | {"cursor": cursor})
    assert is_by_index(plan, reading), (reading, plan)
    assert any("Index Cond" in node for node in nodes_of(plan["Plan"])), (reading, plan)


def has_position(entity: str, reading: Reading) -> bool:
    """Whether all rows have a value; those without one come last, which is no place in an index."""
    columns = RESOURCES[entity].model.__mapper__.columns
    return reading.sort is not None and not columns[reading.sort.removeprefix("-")].nullable


def is_by_index(plan: Plan, reading: Reading) -> bool:
    """Whether no step looks at the whole table; a few rows may be sorted."""
    kinds = {node["Node Type"] for node in nodes_of(plan["Plan"])}
    return not kinds & (WHOLE if reading.sort and not reading.fixed else {"Seq Scan"})
