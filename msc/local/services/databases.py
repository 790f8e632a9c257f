"""The databases of one run on servers that may be shared."""

import re
import subprocess
import urllib.parse
from collections.abc import Iterator, Mapping

from msc.local.build import Build
from msc.local.failure import LocalError
from msc.local.runs.folder import RunFolder
from msc.local.servers.kinds import KINDS
from msc.local.servers.server import ExternalServer
from msc.local.servers.servers import LocalServers

# Runs in the data service's environment, which has a PostgreSQL driver.
_STATEMENT = """
import asyncio, sys
import asyncpg

async def run(url, statement):
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    except asyncpg.DuplicateDatabaseError:
        pass
    finally:
        await connection.close()

asyncio.run(run(*sys.argv[1:]))
"""


STAYS = {
    "postgres": "the run takes a new, empty database there, and the former one stays",
    "mongo": "the run takes a new, empty database there, and the former one stays",
    "redis": "what is stored there stays",
    "rabbitmq": "what is queued there stays",
}


def what_stays(environment: Mapping[str, str]) -> Iterator[str]:
    """What a fresh start does not delete: data on servers from the environment."""
    for kind in KINDS:
        if environment.get(kind.variable):
            yield f"{kind.variable} names a server of yours: {STAYS[kind.name]}"


class Databases:
    """Uses a server of the run as a whole, and creates a separate database on a shared server."""

    def __init__(self, build: Build, run: RunFolder) -> None:
        self._build = build
        self._run = run
        self._borrowed = False

    def urls(self, servers: LocalServers) -> dict[str, str]:
        """The address of each server, and of the database where one was created."""
        urls = servers.urls
        if self._is_borrowed("postgres", servers):
            self._execute(urls["postgres"], f'CREATE DATABASE "{self._name}"')
            self._borrowed = True
            url = urllib.parse.urlsplit(urls["postgres"])
            urls["postgres"] = url._replace(path=f"/{self._name}").geturl()
        return urls

    def settings(self, servers: LocalServers) -> dict[str, str]:
        """The settings of the services, other than addresses."""
        return {"MONGO_DATABASE": self._name} if self._is_borrowed("mongo", servers) else {}

    def _is_borrowed(self, name: str, servers: LocalServers) -> bool:
        return name in servers.names and isinstance(servers[name], ExternalServer)

    @property
    def _name(self) -> str:
        """A name that is stable as long as the data is kept."""
        system = re.sub(r"[^a-z0-9]", "_", self._build.name)[:40]
        return f"{system}_{self._run.secret('database')[:8]}"

    def close(self, servers: LocalServers) -> None:
        """Drops the databases on shared servers, unless the data is kept."""
        if self._borrowed and self._run.kept is None:
            statement = f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)'
            self._execute(servers.urls["postgres"], statement)
        self._borrowed = False

    def _execute(self, server_url: str, statement: str) -> None:
        python = str(self._build.python)
        done = subprocess.run(
            [python, "-c", _STATEMENT, server_url, statement],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise LocalError(f"`{statement}` failed:\n{done.stderr[-2000:]}")
