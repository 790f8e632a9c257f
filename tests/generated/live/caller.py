"""Runs in the folder of an emitted service: calls each operation on the real data services.

The unit tests of a service arrange rows in memory for every operation. Here the same rows are
stored by the data services, and the operation runs on those. What it may not be is refused.

`python caller.py SAMPLE ANSWERS` reads addresses, tables and roles from a JSON file, and adds a
line of JSON for each call: the operation, the way it was called, the role, and what went wrong, if
anything did.
"""

import asyncio
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import AsyncIterator, Iterable
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]
from shared.http import ServiceClient  # type: ignore[import-not-found]
from shared.unit_of_work import HttpUnitsOfWork, UnitOfWork  # type: ignore[import-not-found]
from src.core.adapters import default_adapters  # type: ignore[import-not-found]

USE_CASES = "tests.unit.application.use_cases"
ROUTES = "tests.unit.api"
INTERNAL = "tests.unit.api.internal"


class Connections(SimpleNamespace):
    """The clients of the worker; providers are not asked by an operation."""

    def __getattr__(self, _name: str) -> MagicMock:
        return MagicMock()


class Stores:
    """The data services, and the database behind one of them."""

    def __init__(self, sample: dict[str, Any], database: asyncpg.Connection) -> None:
        token = sample["operator_token"]
        self._sample = sample
        self._database = database
        self.clients = {
            name: ServiceClient(f"db_{name}_service", url, token)
            for name, url in sample["urls"].items()
        }

    async def let_rows_be_equal(self) -> None:
        """Drops what keeps values unique: in memory, two people may have one address."""
        for table in self._sample["tables"].values():
            names = await self._database.fetch(
                "SELECT conname FROM pg_constraint WHERE contype = 'u' AND conrelid = $1::regclass",
                f'"{table}"',
            )
            for name in (row["conname"] for row in names):
                await self._database.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')

    async def empty(self) -> None:
        """Removes the rows of all entities."""
        tables = ", ".join(f'"{table}"' for table in self._sample["tables"].values())
        if tables:
            await self._database.execute(f"TRUNCATE {tables}, outbox_events, consumed_messages")

    async def store(self, rows: dict[str, list[Any]], *, whole: bool) -> None:
        """Stores rows, with the moments that they have; `whole`: also what they refer to."""
        postgres = {name: rows[name] for name in rows if name in self._sample["tables"]}
        unit = UnitOfWork()
        for entity, listed in postgres.items():
            for row in listed:
                unit.create(entity, row.id, {**row.values(), **self._sample["secrets"][entity]})
        for entity, id_ in self._missing(postgres) if whole else ():
            ordinary = self._sample["ordinary"][entity]
            unit.create(entity, id_, {**ordinary, **self._sample["secrets"][entity]})
        if not any(postgres.values()):
            return
        await self._references("DISABLE")
        await HttpUnitsOfWork(self.clients["postgres"]).commit(unit)
        for entity, listed in postgres.items():
            for row in listed:
                await self._database.execute(
                    f'UPDATE "{self._sample["tables"][entity]}" '
                    "SET created_at = $2, updated_at = $3 WHERE id = $1",
                    row.id, row.created_at, row.updated_at,
                )  # fmt: skip
        await self._references("ENABLE")

    def _missing(self, rows: dict[str, list[Any]]) -> set[tuple[str, UUID]]:
        """What rows refer to, and memory does without."""
        references = self._sample["references"]
        stored = {(entity, row.id) for entity, listed in rows.items() for row in listed}
        named = {
            (target, getattr(row, attribute))
            for entity, listed in rows.items()
            for row in listed
            for attribute, target in references[entity].items()
        }
        return {(target, id_) for target, id_ in named - stored if id_ is not None}

    async def _references(self, switch: str) -> None:
        for table in self._sample["tables"].values():
            await self._database.execute(f'ALTER TABLE "{table}" {switch} TRIGGER ALL')

    def adapters(self) -> Any:
        """What the service reaches the data services through."""
        parameters = inspect.signature(default_adapters).parameters
        if "connections" in parameters:
            return default_adapters(Connections(**self.clients))
        return default_adapters(**{name: self.clients[name] for name in parameters})


async def main() -> None:
    """Calls each operation that the service has."""
    with open(sys.argv[1], encoding="utf-8") as file:
        sample = json.load(file)
    database = await asyncpg.connect(sample["database_url"])
    stores = Stores(sample, database)
    await stores.let_rows_be_equal()
    with open(sys.argv[2], "a", encoding="utf-8") as answers:
        async for call in _calls(stores, sample):
            print(json.dumps(call), file=answers, flush=True)
    for client in stores.clients.values():
        await client.close()
    await database.close()


async def _calls(stores: Stores, sample: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    for way, package in (("use case", USE_CASES), ("route", ROUTES), ("internal", INTERNAL)):
        for module in _modules(package):
            operation = module.__name__.rpartition(".test_")[2]
            if operation not in sample["roles"] or not hasattr(module, "arranged"):
                continue
            reason = await _called(stores, module, way, sample["rules"])
            role = sample["roles"][operation]
            yield {"operation": operation, "way": way, "role": role, "refused": reason}


def _modules(package: str) -> Iterable[ModuleType]:
    try:
        folder = importlib.import_module(package)
    except ModuleNotFoundError:
        return
    for module in pkgutil.iter_modules(folder.__path__):
        if module.name.startswith("test_"):
            yield importlib.import_module(f"{package}.{module.name}")


async def _called(stores: Stores, module: Any, way: str, rules: list[str]) -> str | None:
    """Why an operation could not be run; None if it could.

    In memory, rules on stored rows hold whatever is stored. If one refuses, the operation is called
    again without the rows that only its loops and lists would find. Nor does memory ask whether
    there is a row that a stored one refers to, so that a new row can refer to it, too.
    """
    refused = await _attempt(stores, module, way, module.arranged())
    if refused is not None and "REFERENCE_VIOLATION" in refused:
        refused = await _attempt(stores, module, way, module.arranged(), whole=True)
    if refused is not None and any(rule in refused for rule in rules):
        data = module.arranged()
        for collection in _collections(data):
            for row in (row for rows in collection.selected.values() for row in rows):
                collection.stored.pop(row.id, None)
        refused = await _attempt(stores, module, way, data)
        if refused is not None and any(rule in refused for rule in rules):
            return f"undecided: {refused}"
    return refused


async def _attempt(
    stores: Stores, module: Any, way: str, data: Any, *, whole: bool = False
) -> str | None:
    try:
        await stores.empty()
        rows = {rows._entity: [*rows.stored.values()] for rows in _collections(data)}
        await stores.store(rows, whole=whole)
        return await _run(_live(data, stores.adapters()), module, way)
    except Exception as error:
        code = getattr(getattr(error, "rule", error), "code", "")
        return f"{type(error).__name__}: {error} {code}"


def _collections(data: Any) -> list[Any]:
    return [value for value in vars(data).values() if hasattr(value, "kind")]


def _live(data: Any, adapters: Any) -> Any:
    """The data services in place of the rows in memory; the clock stands still as before."""
    parts = {name: getattr(adapters, name, part) for name, part in vars(data).items()}
    return SimpleNamespace(**{**parts, "clock": data.clock})


async def _run(data: Any, module: Any, way: str) -> str | None:
    if way == "use case":
        await module.run(data)
        return None
    if way == "internal":
        actor = getattr(module, "ACTOR", None)
        who = {} if actor is None else {"actor_id": str(actor.id)}
        response = await module.send(data, **who)
    else:
        response = await module.send(data)
    return None if response.is_success else f"{response.status_code}: {response.text[:400]}"


asyncio.run(main())
