"""What the database means to do for a page of a list, and where a page further on begins."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.unit_of_work import wire_value
from src.registry import RESOURCES
from src.repositories.rows import page_statement
from src.repositories.selection import cursor_of, selection
from tests.support.readings import Reading
from tests.support.rows import as_query

type Plan = dict[str, Any]

PAGE = 20


async def parameters_of(
    connection: AsyncConnection, entity: str, reading: Reading
) -> dict[str, str]:
    """The parameters of a page, with the values of some row."""
    async with AsyncSession(connection) as session:
        row = await session.scalar(select(RESOURCES[entity].model).limit(1))
    values = {name: wire_value(getattr(row, name)) for name in reading.fixed}
    fixed = {name: as_query(value) for name, value in values.items() if value is not None}
    order = {} if reading.sort is None else {"sort": reading.sort}
    return {**fixed, **order, "limit": str(PAGE)}


async def cursor_behind(
    connection: AsyncConnection, entity: str, parameters: dict[str, str], rows: int
) -> str:
    """The position behind so many rows."""
    resource = RESOURCES[entity]
    chosen = selection(resource, parameters | {"offset": str(rows - 1), "limit": "1"})
    async with AsyncSession(connection) as session:
        row = await session.scalar(page_statement(resource, chosen).limit(1))
    assert row is not None
    return cursor_of(chosen.order, row)


async def plan_of(
    connection: AsyncConnection, entity: str, parameters: dict[str, str], *options: str
) -> Plan:
    """The plan for a page."""
    resource = RESOURCES[entity]
    statement = page_statement(resource, selection(resource, parameters)).compile(
        dialect=connection.dialect, compile_kwargs={"literal_binds": True}
    )
    explain = f"EXPLAIN ({', '.join([*options, 'FORMAT JSON'])}) {statement}"
    (explained,) = (await connection.exec_driver_sql(explain)).scalar_one()
    plan: Plan = explained
    return plan


def nodes_of(plan: Plan) -> Iterator[Plan]:
    """The steps of a plan."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes_of(inner)
