"""Words of the database's own language can name tables and columns."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from msc.lower.shapes.tables import Check
from msc.spelling.code import column_name, table_name

pytestmark = pytest.mark.servers

KEYWORDS = text("SELECT word FROM pg_get_keywords() ORDER BY word")


def test_every_keyword_can_name_a_table_a_column_and_what_it_is_checked_for(
    postgres_url: str,
) -> None:
    asyncio.run(_create_all(postgres_url))


async def _create_all(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.connect() as connection:
        words = [*(await connection.execute(KEYWORDS)).scalars()]
        assert len(words) > 400
        for table in _tables(words):
            await _create(connection, table)
        await connection.rollback()
    await engine.dispose()


def _tables(words: list[str]) -> Iterator[Table]:
    for word in words:
        column = column_name(word)
        check = Check(f"{word}_check", column, (">= 0",)).condition
        yield Table(table_name(word), MetaData(), Column(column, Integer), CheckConstraint(check))


async def _create(connection: AsyncConnection, table: Table) -> None:
    await connection.run_sync(table.create)
    await connection.execute(table.insert().values({table.c[0].name: 1}))
    assert [*(await connection.execute(table.select())).scalars()] == [1]
