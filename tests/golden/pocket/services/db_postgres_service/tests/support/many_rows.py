"""Tables of so many rows that a plan matters: temporary copies, where nothing has to be unique."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
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
        columns = (column.name for column in resource.model.__table__.columns)
        names = ", ".join(f'"{name}"' for name in columns if name not in {"id", "created_at"})
        copied = (
            f"INSERT INTO {table} (id, created_at, {names})"
            f" SELECT gen_random_uuid(), created_at + copy * interval '1 hour', {names}"
            f" FROM {table}, generate_series(1, CAST(:copies AS integer)) AS copy"
            " ORDER BY copy, created_at"
        )
        await session.execute(text(copied), {"copies": copies})
