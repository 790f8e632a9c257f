"""Fills the tables that a system lists, and measures their pages, in the system's Python."""

import asyncio
import json
import os
import sys

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from tests.support.many_rows import many_rows
from tests.support.plans import PAGE, Plan, cursor_behind, nodes_of, parameters_of, plan_of
from tests.support.readings import READINGS, Reading

PAGES = 100


async def main(rows: int) -> list[dict[str, object]]:
    """For each list the milliseconds of the first and of the hundredth page, in the database."""
    engine = create_async_engine(os.environ["DATABASE_URL"].replace("://", "+asyncpg://", 1))
    figures = []
    for entity, readings in READINGS.items():
        sys.stderr.write(f"{rows} rows of {entity}\n")
        async with many_rows(engine, entity, rows) as connection:
            figures += [await measured(connection, entity, rows, one) for one in readings]
    await engine.dispose()
    return figures


async def measured(
    connection: AsyncConnection, entity: str, rows: int, reading: Reading
) -> dict[str, object]:
    """The figures of one list."""
    parameters = await parameters_of(connection, entity, reading)
    cursor = await cursor_behind(connection, entity, parameters, PAGE * (PAGES - 1))
    first = await timed(connection, entity, parameters)
    hundredth = await timed(connection, entity, parameters | {"cursor": cursor})
    return {
        "entity": entity,
        "rows": rows,
        "fixed": list(reading.fixed),
        "sort": reading.sort or "created_at",
        "first": milliseconds(first),
        "hundredth": milliseconds(hundredth),
        "index": indexes(hundredth),
    }


async def timed(connection: AsyncConnection, entity: str, parameters: dict[str, str]) -> Plan:
    """The plan with the times of its second run: the first one reads what nobody has read."""
    await plan_of(connection, entity, parameters, "ANALYZE")
    return await plan_of(connection, entity, parameters, "ANALYZE")


def milliseconds(plan: Plan) -> float:
    """How long planning and running took."""
    return float(plan["Planning Time"] + plan["Execution Time"])


def indexes(plan: Plan) -> str:
    """The indexes that were used; none for a scan of the table."""
    names = (node["Index Name"] for node in nodes_of(plan["Plan"]) if "Index Name" in node)
    return ", ".join(names)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(int(sys.argv[1])))))
