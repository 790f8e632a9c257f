"""Walks built revisions with Alembic on a real PostgreSQL; one JSON request per line.

Runs in the environment of an emitted data service. A request names a folder of revisions, a schema
and a target: where to go `up` or `down` to.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

sys.path.insert(0, str(Path.cwd()))
from src.migrations.progress import settle

ENVIRONMENT = Path(__file__).parent / "environment"


def walk(connection: sa.Connection, request: dict[str, Any]) -> None:
    """Runs the revisions on the way."""
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("version_locations", request["versions"])
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    if "up" in request:
        command.upgrade(config, request["up"])
    else:
        command.downgrade(config, request["down"])
    settle(connection)


async def answer(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Nothing, or the error that undid everything."""
    async with engine.connect() as connection:
        schema = request["schema"]
        await connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        await connection.exec_driver_sql(f'SET search_path TO "{schema}"')
        await connection.exec_driver_sql("SET session_replication_role TO origin")
        await connection.commit()
        try:
            await connection.run_sync(walk, request)
            await connection.commit()
        except DBAPIError as error:
            await connection.rollback()
            return {"state": getattr(error.orig, "sqlstate", "?"), "message": str(error)[:2000]}
        return {}


async def main() -> None:
    """Answers each line of standard input with a line."""
    url = sys.argv[1].replace("postgresql://", "postgresql+asyncpg://")
    options = {"prepared_statement_cache_size": 0, "statement_cache_size": 0}
    engine = create_async_engine(url, connect_args=options)
    for line in sys.stdin:
        print(json.dumps(await answer(engine, json.loads(line))), flush=True)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
