"""A database of one run on a PostgreSQL server that others use too."""

import secrets
import subprocess
import urllib.parse

from local.identity import SYSTEM_NAME
from local.services import ServiceFailedError, folder_of

# Runs in the data service's environment: the only one with a PostgreSQL driver.
_STATEMENT = """
import asyncio, sys
import asyncpg

async def run(url, statement):
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()

asyncio.run(run(*sys.argv[1:]))
"""


def create_database(server_url: str) -> str:
    """The address of a new, empty database on the server."""
    name = f"{SYSTEM_NAME[:40]}_{secrets.token_hex(4)}"
    _execute(server_url, f'CREATE DATABASE "{name}"')
    return urllib.parse.urlsplit(server_url)._replace(path=f"/{name}").geturl()


def drop_database(server_url: str, database_url: str) -> None:
    name = urllib.parse.urlsplit(database_url).path.removeprefix("/")
    _execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(server_url: str, statement: str) -> None:
    python = folder_of("db_postgres_service") / ".venv/bin/python"
    done = subprocess.run(
        [str(python), "-c", _STATEMENT, server_url, statement],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceFailedError(f"`{statement}` failed:\n{done.stderr[-2000:]}")
