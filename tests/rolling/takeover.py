"""A new version takes over from the old one, and what people met meanwhile."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx

from msc.local.runs.folder import RunFolder
from msc.local.servers.servers import LocalServers
from msc.local.services import processes
from tests.rolling.clients import Client, Edge, Met
from tests.rolling.locks import Locks
from tests.rolling.releases import Release, alembic, fresh, install, written
from tests.rolling.rows import fill, mistakes, some, waiting
from tests.rolling.schemas import create_database, schema_of

HERE = Path(__file__).parent
SPECS = (HERE / "before.yaml", HERE / "after.yaml")
DATA_SERVICES = ("db_postgres_service", "db_mongo_service")
CLIENTS = 6
PARCELS_OF_A_CLIENT = 200
SETTLING_SECONDS = 60.0
LONGEST_LOCK_SECONDS = 1.0


@dataclass
class Outcome:
    """What people met during a takeover, the seconds of the migration, and what is wrong now."""

    met: Met
    locks: Locks
    migration: float = 0.0
    mistakes: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """What must not be: requests that failed, long locks, wrong rows, other tables."""
        kinds = (("waited for", self.locks.wait), ("held", self.locks.held))
        long = [
            f"{lock.lock} was {how} for {lock.seconds:.3f} s by {lock.statement}"
            for how, lock in kinds
            if lock.seconds > LONGEST_LOCK_SECONDS
        ]
        return [*self.met.failures, *long, *self.mistakes]


@contextmanager
def releases(folder: Path) -> Iterator[tuple[Release, Release, str]]:
    """The old version, which is in use, the new one beside it, and the address of PostgreSQL."""
    builds = written(SPECS, folder.resolve())
    install(builds)
    data = RunFolder.temporary(folder / "runs", "takeover")
    kinds = processes.servers_of(builds[1].processes)
    with LocalServers(data, kinds) as servers:
        old, new = (Release(one, servers, data) for one in builds)
        try:
            old.migrate()
            for step in processes.STEPS:
                old.start(*step)
            yield old, new, servers.urls["postgres"]
        finally:
            new.close()
            old.close()
    data.finish()


async def take_over(old: Release, new: Release, url: str, rows: int, calm: float) -> Outcome:
    """The new version takes over, while clients and the watch on locks go on."""
    await fill(url, rows)
    edge, met, locks, ending = Edge([old.url]), Met(), Locks(), asyncio.Event()
    crowd = await _crowd(edge, met, old, url)
    tasks = [asyncio.create_task(client.run(ending)) for client in crowd]
    tasks.append(asyncio.create_task(locks.watch(url, ending)))
    outcome = Outcome(met, locks)
    try:
        await asyncio.sleep(calm)
        outcome.migration = await asyncio.to_thread(new.migrate)
        await asyncio.to_thread(_replace, old, new, edge, calm)
        await asyncio.sleep(calm)
    finally:
        ending.set()
        await asyncio.gather(*tasks)
    await _settled(url)
    outcome.mistakes += await mistakes(url, rows, met)
    outcome.mistakes += await _differences(new, url)
    return outcome


async def _differences(new: Release, url: str) -> list[str]:
    """Where the tables differ from those of a system that nothing was built from before."""
    python, first = new.build.python, fresh(SPECS[1], new.build.root.parent)
    alembic(new.build, python, url, "-x", "settle", "upgrade", "head")
    another = await create_database(url, "first")
    alembic(first, python, another, "upgrade", "head")
    ours, theirs = await schema_of(url), await schema_of(another)
    return [f"only here: {one}" for one in sorted(ours - theirs)] + [
        f"only in a new database: {one}" for one in sorted(theirs - ours)
    ]


def _replace(old: Release, new: Release, edge: Edge, calm: float) -> None:
    """Replaces the services as `docs/emitted-system.md` says."""
    new.start(*DATA_SERVICES)
    new.start("api_service")
    new.start("worker_service")
    edge.addresses = [old.url, new.url]
    time.sleep(calm)
    edge.addresses = [new.url]
    # It answers what it has in hand.
    old.stop("api_service")
    old.stop("worker_service")
    old.stop(*DATA_SERVICES)


async def _crowd(edge: Edge, met: Met, release: Release, url: str) -> list[Client]:
    settings = release.build.settings
    body = {"email": "clerk@parcels.example", "password": settings["FIRST_ACCOUNT_PASSWORD"]}
    answer = httpx.post(f"{release.url}/api/v1/auth/login", json=body)
    token = answer.raise_for_status().json()["access_token"]
    parcels = await some(url, "parcels", CLIENTS * PARCELS_OF_A_CLIENT)
    depots = await some(url, "depots", 100)
    return [
        Client(
            f"client{number}", token, edge, met, parcels[number::CLIENTS], depots, Random(number)
        )
        for number in range(CLIENTS)
    ]


async def _settled(url: str) -> None:
    """Returns when every event has had its effect."""
    until = time.monotonic() + SETTLING_SECONDS
    while await waiting(url) and time.monotonic() < until:
        await asyncio.sleep(0.5)
    await asyncio.sleep(2)
