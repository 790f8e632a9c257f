"""The steps of a revision: what they change, for whom, and what an interrupted one leaves."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from alembic import op
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from src.migrations import steps
from src.migrations.migrator import migrate
from src.migrations.progress import after_revision, leave, settle
from tests.support.database import temporary_database

PAGES = """
    CREATE TABLE pages (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), label text, rank integer, book uuid
    )
"""
VALID = "SELECT convalidated FROM pg_constraint WHERE conname = 'pages_rank_check'"
INDEXES = "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid"
INDEX = f"{INDEXES} WHERE relname = 'idx_pages'"
LABELS = "SELECT label FROM pages ORDER BY rank"


class Pages:
    """A database with one table, and revisions of it."""

    def __init__(self, url: URL, engine: AsyncEngine) -> None:
        self._url, self._engine = url, engine

    async def revise(self, *parts: steps.Step | Callable[[], object]) -> None:
        """Runs a revision that is not noted as done."""
        await self._run(lambda: steps.perform("revision", *parts))

    async def end_revision(self) -> None:
        """Notes that the revision is done."""
        await self._run(lambda: after_revision(["revision"]))

    async def _run(self, action: Callable[[], None]) -> None:
        def run(connection: Connection) -> None:
            options = {"transaction_per_migration": True}
            context = MigrationContext.configure(connection, opts=options)
            with Operations.context(context), context.begin_transaction(_per_migration=True):
                action()

        await migrate(self._url, run, tries=1)

    async def settle(self) -> None:
        """Begins the next revision, as far as this one left something to it."""
        async with self._engine.begin() as connection:
            await connection.run_sync(settle)

    async def execute(self, *statements: str) -> None:
        """Runs statements of a service."""
        async with self._engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def rows(self, query: str) -> list[Any]:
        """What a service reads."""
        async with self._engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    async def insert(self, columns: str, *values: str) -> None:
        """Inserts rows."""
        rows = ", ".join(f"({value})" for value in values)
        await self.execute(f"INSERT INTO pages ({columns}) VALUES {rows}")


@pytest.fixture
async def pages() -> AsyncIterator[Pages]:
    async with temporary_database() as url:
        engine = create_async_engine(url)
        pages = Pages(url, engine)
        await pages.execute(PAGES)
        yield pages
        await engine.dispose()


CHECK = steps.AddConstraint("pages_rank_check", "pages", "CHECK (rank > 0)")
FOLLOW = steps.Follow("follow_pages_title", "pages", "label", "title")


def add_title() -> None:
    op.execute("ALTER TABLE pages ADD COLUMN title text")


async def test_constraint_holds_for_all_rows(pages: Pages) -> None:
    await pages.insert("rank", "1")
    await pages.revise(CHECK)
    assert await pages.rows(VALID) == [(True,)]
    with pytest.raises(IntegrityError):
        await pages.insert("rank", "0")


async def test_constraint_that_a_row_breaks_does_not_stay(pages: Pages) -> None:
    await pages.insert("rank", "0")
    with pytest.raises(IntegrityError):
        await pages.revise(CHECK)
    assert await pages.rows(VALID) == []
    await pages.insert("rank", "-1")
    await pages.execute("UPDATE pages SET rank = 1")
    await pages.revise(CHECK)
    assert await pages.rows(VALID) == [(True,)]


async def test_index_that_an_earlier_try_left_is_built_anew(pages: Pages) -> None:
    await pages.execute(
        "CREATE INDEX idx_pages ON pages (label)",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_pages'::regclass",
    )
    assert await pages.rows(INDEX) == [("idx_pages", False)]
    await pages.revise(steps.AddIndex("idx_pages", "pages", ("label", "rank")))
    assert await pages.rows(INDEX) == [("idx_pages", True)]


async def test_rows_are_unique_or_nothing_stays(pages: Pages) -> None:
    unique = steps.AddUnique("uniq_pages", "pages", ("label",))
    await pages.insert("label", "'a'", "'a'")
    with pytest.raises(IntegrityError):
        await pages.revise(unique)
    names = "SELECT count(*) FROM pg_class WHERE relname = 'uniq_pages'"
    assert await pages.rows(names) == [(0,)]
    await pages.execute("DELETE FROM pages")
    await pages.revise(unique)
    await pages.insert("label", "'a'")
    with pytest.raises(IntegrityError):
        await pages.insert("label", "'a'")


async def test_step_that_was_done_but_not_noted_may_be_repeated(pages: Pages) -> None:
    await pages.insert("label, rank", "'a', 1", "NULL, 2")
    parts = (
        CHECK,
        steps.AddUnique("uniq_pages", "pages", ("rank",)),
        steps.Fill("fill_pages_label", "pages", "label", "'none'"),
        steps.Require("pages", "label"),
    )
    await pages.revise(*parts)
    await pages.end_revision()
    await pages.revise(*parts)
    assert await pages.rows(LABELS) == [("a",), ("none",)]


async def test_rows_are_filled_in_batches_and_those_of_older_replicas_too(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "BATCH_ROWS", 2)
    await pages.insert("label, rank", "'a', 1", *(f"NULL, {rank}" for rank in range(2, 7)))
    fill = steps.Fill("fill_pages_label", "pages", "label", "'it''s: 5 % of $body$ \\ '")
    await pages.revise(fill, steps.Require("pages", "label"))
    await pages.insert("label, rank", "NULL, 7", "'b', 8")
    value = "it's: 5 % of $body$ \\ "
    assert await pages.rows(LABELS) == [("a",), *[(value,)] * 6, ("b",)]
    await pages.settle()
    with pytest.raises(IntegrityError):
        await pages.insert("label", "NULL")


async def test_value_is_required_of_all_rows(pages: Pages) -> None:
    await pages.insert("rank", "1")
    with pytest.raises(IntegrityError):
        await pages.revise(steps.Require("pages", "label"))
    await pages.insert("rank", "2")


async def test_renamed_column_is_written_and_read_under_both_names(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "BATCH_ROWS", 2)
    await pages.insert("label, rank", "'a', 1", "'b', 2", "NULL, 3", "'d', 4", "'e', 5")
    await pages.revise(add_title, FOLLOW)
    await pages.insert("label, rank", "'f', 6")
    await pages.insert("title, rank", "'g', 7")
    await pages.execute(
        "UPDATE pages SET label = 'A' WHERE rank = 1",
        "UPDATE pages SET title = 'B' WHERE rank = 2",
        "UPDATE pages SET title = NULL WHERE rank = 4",
    )
    expected = ["A", "B", None, None, "e", "f", "g"]
    both = "SELECT label, title FROM pages ORDER BY rank"
    assert await pages.rows(both) == [(value, value) for value in expected]
    await pages.settle()
    titles = "SELECT title FROM pages ORDER BY rank"
    assert await pages.rows(titles) == [(value,) for value in expected]
    with pytest.raises(DBAPIError, match="label"):
        await pages.rows(LABELS)


async def test_change_of_a_row_before_it_is_filled_loses_nothing(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pages.insert("label, rank", "'a', 1")
    with monkeypatch.context() as patch:
        patch.setattr(steps, "_fill", lambda *_: None)
        await pages.revise(add_title, FOLLOW)
    await pages.execute("UPDATE pages SET rank = 2")
    assert await pages.rows("SELECT label, title FROM pages") == [("a", "a")]


async def test_renamed_table_is_written_and_read_under_both_names(pages: Pages) -> None:
    await pages.revise(lambda: steps.rename_table("pages", "sheets"))
    await pages.insert("rank", "1")
    await pages.execute("UPDATE pages SET rank = 2", "UPDATE sheets SET label = 'a'")
    assert await pages.rows("SELECT label, rank FROM pages") == [("a", 2)]
    await pages.settle()
    with pytest.raises(DBAPIError, match="pages"):
        await pages.rows(LABELS)
    assert await pages.rows("SELECT label, rank FROM sheets") == [("a", 2)]


async def test_interrupted_revision_goes_on_where_it_was(pages: Pages) -> None:
    def fail() -> None:
        op.execute("INSERT INTO pages (rank) VALUES (7)")
        raise RuntimeError

    def insert(rank: int) -> Callable[[], None]:
        return lambda: op.execute(f"INSERT INTO pages (rank) VALUES ({rank})")

    ranks = "SELECT rank FROM pages ORDER BY rank"
    with pytest.raises(RuntimeError):
        await pages.revise(insert(1), fail)
    assert await pages.rows(ranks) == [(1,)]
    await pages.revise(insert(1), insert(2), insert(3))
    assert await pages.rows(ranks) == [(1,), (2,), (3,)]
    await pages.end_revision()
    await pages.revise(insert(4))
    assert await pages.rows(ranks) == [(1,), (2,), (3,), (4,)]


async def test_step_of_several_transactions_is_noted(pages: Pages) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await pages.revise(CHECK, fail)
    await pages.execute(
        "ALTER TABLE pages DROP CONSTRAINT pages_rank_check", "INSERT INTO pages (rank) VALUES (0)"
    )
    await pages.revise(CHECK, lambda: op.execute("UPDATE pages SET rank = -1"))
    assert await pages.rows("SELECT rank FROM pages") == [(-1,)]


async def test_revision_begins_with_what_the_last_one_left(pages: Pages) -> None:
    add = "ALTER TABLE pages ADD COLUMN again integer"
    drop = "ALTER TABLE pages DROP COLUMN IF EXISTS again"

    def leave_it() -> None:
        op.execute(add)
        leave(drop)

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await pages.revise(leave_it, fail)
    await pages.revise(leave_it, lambda: op.execute("UPDATE pages SET again = 1"))
    await pages.end_revision()
    await pages.revise(lambda: op.execute(add))
