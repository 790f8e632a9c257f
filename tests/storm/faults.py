"""What goes wrong in a storm: one thing at a time, and each is mended again."""

import asyncio
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import httpx

from msc.local.system import LocalSystem
from tests.storm.recovery import Outage, seconds_until_recovered

SERVICES = ("api_service", "worker_service", "bot_service", "db_postgres_service",
            "db_mongo_service")  # fmt: skip
SERVERS = ("postgres", "mongo", "redis", "rabbitmq")
# A provider that errs, is full, or answers so late that nobody waits.
FAILURES: tuple[dict[str, object], ...] = ({"status": 500}, {"status": 429}, {"delay_seconds": 15})
PROVIDERS = ("telegram", "sendgrid")
MAX_PAUSE_SECONDS, MAX_OUTAGE_SECONDS = 2.0, 4.0


def faults(random: Random) -> Iterator[tuple[str, float]]:
    """What fails next, and for how long."""
    while True:
        kind = random.choice((SERVICES, SERVICES, SERVERS, PROVIDERS))
        yield random.choice(kind), random.uniform(0, MAX_OUTAGE_SECONDS)


@dataclass(frozen=True)
class Storm:
    """What lets things fail in a system; the token is that of somebody whom it has to answer."""

    system: LocalSystem
    random: Random
    token: str

    async def blow(self, calm: asyncio.Event, enough: asyncio.Event, least: int) -> list[Outage]:
        """Lets things fail until it is calm; what failed, of which `least` are enough."""
        met = list[Outage]()
        try:
            for name, seconds in faults(self.random):
                await asyncio.sleep(self.random.uniform(0, MAX_PAUSE_SECONDS))
                if calm.is_set():
                    break
                await _strike(self.system, name, seconds, self.random)
                recovery = await asyncio.to_thread(seconds_until_recovered, self.system, self.token)
                met.append(Outage(name, recovery))
                if len(met) >= least:
                    enough.set()
        finally:
            # Nobody waits for more if something failed that cannot be mended.
            enough.set()
        httpx.delete(f"{self.system.urls['simulators']}/_control/failures")
        return met


async def _strike(system: LocalSystem, name: str, seconds: float, random: Random) -> None:
    if name in SERVICES:
        await asyncio.to_thread(system.kill, name, signal.SIGKILL)
        await asyncio.sleep(seconds / 4)
        await asyncio.to_thread(system.restart, name)
    elif name in SERVERS:
        await asyncio.to_thread(system.servers.stop, name)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(system.servers.start, name)
    else:
        order = {"provider": name, "times": 3, **random.choice(FAILURES)}
        url = f"{system.urls['simulators']}/_control/failures"
        await asyncio.to_thread(httpx.post, url, json=order)
