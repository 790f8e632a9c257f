"""Tables of so many rows that a plan matters: temporary copies, where nothing has to be unique."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import Column, String, Table, UniqueConstraint, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from shared.identifiers import new_id
from src.registry import RESOURCES
from tests.support.samples import REFERENCES, SAMPLES

SAMPLED = 500
INDEXES = text(
    "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = CAST(:table AS regclass)"
)


@asynccontextmanager
async def many_rows(
    engine: AsyncEngine, entity: str, number: int
) -> AsyncIterator[AsyncConnection]:
    """A connection that sees the table of an entity with so many rows, until the block ends."""
    table = f'"{RESOURCES[entity].model.__tablename__}"'
    async with engine.connect() as connection:
        await _copy(connection, table)
        await _fill(connection, entity, table, number // SAMPLED - 1)
        await connection.exec_driver_sql(f"ANALYZE {table}")
        yield connection
        await connection.rollback()


async def _copy(connection: AsyncConnection, table: str) -> None:
    """Without references and uniqueness: a sample may be there many times."""
    indexes = list(await connection.scalars(INDEXES, {"table": f"public.{table}"}))
    await connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING DEFAULTS)"
    )
    for index in indexes:
        plain = index.replace("CREATE UNIQUE ", "CREATE ", 1)
        await connection.exec_driver_sql(plain.replace(" ON public.", " ON pg_temp.", 1))


async def _fill(connection: AsyncConnection, entity: str, table: str, copies: int) -> None:
    resource = RESOURCES[entity]
    async with AsyncSession(connection, autoflush=False) as session:
        for number in range(SAMPLED):
            # They refer to rows that need not exist.
            references = {field: str(new_id()) for field in REFERENCES[entity]}
            values = resource.create.model_validate(SAMPLES[entity](number) | references)
            session.add(resource.model(**values.model_dump()))
        await session.flush()
        # Rows are made one after the other, at moments of their own.
        await session.execute(
            text(f"UPDATE {table} SET created_at = now() - random() * interval '1 hour'")
        )
        model = cast(Table, resource.model.__table__)
        kept = [column for column in model.columns if column.name not in {"id", "created_at"}]
        names = ", ".join(f'"{column.name}"' for column in kept)
        values_of_copies = ", ".join(_copied(column, _unique(model)) for column in kept)
        copied = (
            f"INSERT INTO {table} (id, created_at, {names})"
            f" SELECT gen_random_uuid(), created_at + copy * interval '1 hour', {values_of_copies}"
            f" FROM {table}, generate_series(1, CAST(:copies AS integer)) AS copy"
            " ORDER BY copy, created_at"
        )
        await session.execute(text(copied), {"copies": copies})


def _unique(table: Table) -> set[str]:
    """The columns whose values are there once each."""
    constraints = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    return {one.columns[0].name for one in constraints if len(one.columns) == 1}


def _copied(column: Column[Any], unique: set[str]) -> str:
    """The value in a copy; of a text that is unique there are no others, for plans rely on it."""
    if column.name not in unique or type(column.type) is not String:
        return f'"{column.name}"'
    return f"left(copy || '.' || \"{column.name}\", {column.type.length or 1000})"
