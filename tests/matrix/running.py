"""A built system with the rows of a world: what holds its data, and its API, on real servers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import asyncpg  # type: ignore[import-untyped]
import httpx

from msc.ir.entities import Entity, Store
from msc.ir.fields import FieldType, SecretType
from msc.ir.system import System
from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from msc.lower.shapes.names import attribute, collection_path
from msc.lower.shapes.tables import table
from tests.generated.live.sample import built, shared_packages
from tests.matrix.world import Row, World, wire, world_of

# Nothing that reacts to events: between two requests, rows stay as they are.
SERVICES = ("db_postgres_service", "db_mongo_service", "api_service")
SECRET = "nobody-may-read-this"
AT_ONCE = 100
OUTBOX = "outbox_events"


class WithoutReactions(Build):
    """Of a build, only what answers requests."""

    @property
    def processes(self) -> tuple[str, ...]:
        """The data services of this system and its API."""
        return tuple(name for name in super().processes if name in SERVICES)


class Database:
    """The rows of all entities: what they are, and as they were at first."""

    def __init__(self, url: str, tables: tuple[str, ...]) -> None:
        self._runner = asyncio.Runner()
        self._connection = self._runner.run(asyncpg.connect(url))
        self._tables = tables
        self._first: list[object] = []

    def close(self) -> None:
        """Ends the connection."""
        self._runner.run(self._connection.close())
        self._runner.close()

    def let_rows_be_equal(self) -> None:
        """Drops what keeps values unique: all rows have the same ones, mostly."""
        for name in self._tables:
            constraints = self._fetch(
                "SELECT conname FROM pg_constraint WHERE contype = 'u' AND conrelid = $1::regclass",
                f'"{name}"',
            )
            for row in constraints:
                self._run(f'ALTER TABLE "{name}" DROP CONSTRAINT "{row["conname"]}"')

    def ignore_references(self) -> None:
        """Lets rows be stored before what they refer to."""
        self._run(*(f'ALTER TABLE "{name}" DISABLE TRIGGER ALL' for name in self._tables))

    def heed_references(self) -> None:
        """Holds references to what they say again, except for what this connection does."""
        self._run(*(f'ALTER TABLE "{name}" ENABLE TRIGGER ALL' for name in self._tables))
        self._run("SET session_replication_role = replica")

    def empty(self) -> None:
        """Removes all rows."""
        self._run(*(f'TRUNCATE "{name}" CASCADE' for name in self._tables))

    def keep(self) -> None:
        """Notes the rows as they are."""
        copies = (f'CREATE TABLE kept."{name}" AS TABLE "{name}"' for name in self._tables)
        self._run("CREATE SCHEMA kept", *copies)
        self._first = self._state()

    def put_back(self) -> None:
        """Makes the rows what they were when they were kept."""
        self._run(
            *(f'DELETE FROM "{name}"' for name in (*self._tables, OUTBOX)),
            *(f'INSERT INTO "{name}" SELECT * FROM kept."{name}"' for name in self._tables),
        )

    def has_changed(self) -> bool:
        """Whether the rows, or the events to publish, are not those that were kept."""
        return self._state() != self._first

    def _state(self) -> list[object]:
        rows = "md5(string_agg(one::text, '|' ORDER BY one::text))"
        names = (*self._tables, OUTBOX)
        digests = ", ".join(f'(SELECT {rows} FROM "{name}" one)' for name in names)
        return [tuple(row) for row in self._fetch(f"SELECT {digests}")]

    def _run(self, *statements: str) -> None:
        self._runner.run(self._connection.execute("; ".join(statements)))

    def _fetch(self, statement: str, *arguments: object) -> list[Any]:
        return list(self._runner.run(self._connection.fetch(statement, *arguments)))


class Running:
    """A system that has the rows of its world."""

    def __init__(self, system: System, local: LocalSystem, world: World | None = None) -> None:
        self.system = system
        self.world: World = world or world_of(system)
        self.local = local
        self.api = httpx.Client(base_url=local.urls["api_service"], timeout=60)
        stored = [entity for entity in system.entities if entity.store is Store.POSTGRES]
        self.database: Database | None = None
        if stored:
            tables = tuple(table(entity, system).name for entity in stored)
            self.database = Database(local.servers.urls["postgres"], tables)
            if world is None:
                self.database.let_rows_be_equal()
            self.database.empty()
            self.database.ignore_references()
            for entity in stored:
                self._store_rows(entity)
            self.database.heed_references()
            self.database.keep()
        for entity in system.entities:
            if entity.store is Store.MONGO:
                self._store_documents(entity)

    @classmethod
    @contextmanager
    def of(cls, system: System, folder: Path, world: World | None = None) -> Iterator[Self]:
        """Builds a system and starts it; without a world of its own, its rows may be equal."""
        build = WithoutReactions(built(system, folder))
        run = RunFolder.temporary(build.runs, "matrix")
        with LocalSystem(build, run, settings={"PYTHONPATH": shared_packages(build)}) as local:
            running = cls(system, local, world)
            try:
                yield running
            finally:
                running.close()

    def close(self) -> None:
        """Ends the connections."""
        self.api.close()
        if self.database is not None:
            self.database.close()

    @property
    def jwt_secret(self) -> str:
        """What the system signs tokens with."""
        return self.local.run.secret("jwt_secret")

    @property
    def operator(self) -> dict[str, str]:
        """Who may use every route between services."""
        return {"X-Service-Token": self.local.operator_token}

    def _store_rows(self, entity: Entity) -> None:
        rows = self.world.rows[entity.name]
        for start in range(0, len(rows), AT_ONCE):
            writes = [
                {"action": "create", "entity": entity.name, "id": row.id,
                 "values": {**stored_values(row, entity), **_secrets(entity)}}
                for row in rows[start : start + AT_ONCE]
            ]  # fmt: skip
            url = f"{self.local.urls['db_postgres_service']}/api/v1/unit-of-work"
            answer = httpx.post(url, json={"writes": writes}, headers=self.operator, timeout=60)
            assert answer.is_success, answer.text

    def _store_documents(self, entity: Entity) -> None:
        base = f"{self.local.urls['db_mongo_service']}/api/v1/{collection_path(entity)}"
        for row in self.world.rows[entity.name]:
            values = stored_values(row, entity)
            answer = httpx.put(f"{base}/{row.id}", json=values, headers=self.operator, timeout=60)
            assert answer.is_success, answer.text


def stored_values(row: Row, entity: Entity) -> dict[str, object]:
    """The values of a row as services exchange them."""
    return {attribute(field): wire(row.values[field.name]) for field in entity.shown}


def _secrets(entity: Entity) -> dict[str, object]:
    return {attribute(field): _secret(field.type) for field in entity.hidden}


def _secret(type_: FieldType) -> str:
    """What no answer may show, as far as it fits; of a password, what stands for its hash."""
    return SECRET[: type_.max_length] if isinstance(type_, SecretType) else SECRET
