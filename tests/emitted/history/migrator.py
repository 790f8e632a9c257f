"""Runs revisions on a real PostgreSQL and says what came of it; one JSON request per line.

Runs in the environment of an emitted data service: the only one with Alembic and a driver. A
request names a schema to work in and lists actions, of which each has an answer.
"""

import asyncio
import json
import sys
import types
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

sys.path.insert(0, str(Path.cwd()))
from src.migrations.progress import after_revision, settle

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           pg_get_expr(d.adbin, d.adrelid)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
# Which columns may be empty is told above; PostgreSQL 18 names a constraint for each of the others.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND contype <> 'n' ORDER BY 1, 2
"""
INDEXES = """
    SELECT tablename, indexname, replace(indexdef, current_schema() || '.', '') FROM pg_indexes
    WHERE schemaname = current_schema() ORDER BY 1, 2
"""


def perform(connection: sa.Connection, action: dict[str, Any]) -> Any:
    """The answer to one action."""
    match action:
        case {"upgrade": text}:
            return _revise(connection, text, "upgrade")
        case {"downgrade": text}:
            return _revise(connection, text, "downgrade")
        case {"settle": _}:
            return settle(connection)
        case {"execute": statement}:
            connection.exec_driver_sql(statement)
            return None
        case {"select": statement}:
            return [[str(value) for value in row] for row in connection.exec_driver_sql(statement)]
        case _:
            return [_rows(connection, query) for query in (COLUMNS, CONSTRAINTS, INDEXES)]


def _revise(connection: sa.Connection, text: str, direction: str) -> None:
    module = types.ModuleType("revision")
    exec(compile(text, "revision", "exec"), module.__dict__)
    context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
    with Operations.context(context), context.begin_transaction(_per_migration=True):
        getattr(module, direction)()
        after_revision(["revision"])


def _rows(connection: sa.Connection, query: str) -> list[list[Any]]:
    return [list(row) for row in connection.exec_driver_sql(query)]


async def answer(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The answers to the actions, which are one transaction that an error undoes."""
    async with engine.connect() as connection:
        schema = request["schema"]
        await connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        await connection.exec_driver_sql(f'SET search_path TO "{schema}"')
        await connection.exec_driver_sql("SET session_replication_role TO origin")
        await connection.commit()
        answers = []
        try:
            for action in request["actions"]:
                answers.append(await connection.run_sync(perform, action))
            await connection.commit()
        except DBAPIError as error:
            await connection.rollback()
            return {"state": getattr(error.orig, "sqlstate", "?"), "message": str(error)[:2000]}
        return {"answers": answers}


async def main() -> None:
    """Answers each line of standard input with a line."""
    url = sys.argv[1].replace("postgresql://", "postgresql+asyncpg://")
    # Each request has tables of its own, so no plan of a statement outlives one.
    options = {"prepared_statement_cache_size": 0, "statement_cache_size": 0}
    engine = create_async_engine(url, connect_args=options)
    for line in sys.stdin:
        print(json.dumps(await answer(engine, json.loads(line))), flush=True)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
