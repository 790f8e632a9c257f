"""The worker stops all of its parts at once, and waits for their in-flight work."""

import asyncio
import signal
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from src.core.container import Container, running


class Broker:
    """A broker that is there."""

    def __init__(self) -> None:
        self.declared: list[object] = []

    async def connect(self) -> None:
        """Nothing to do."""

    async def declare(self, subscriptions: list[object]) -> None:
        self.declared += subscriptions

    async def close(self) -> None:
        """Nothing to do."""


@dataclass(slots=True)
class PlayedConsumer:
    """Stops immediately on request."""

    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, broker: Broker) -> None:
        """Nothing to do."""

    async def stop(self) -> None:
        self.stopped.set()


class Relay:
    """Has nothing to relay."""

    async def run(self) -> None:
        await asyncio.Event().wait()


class BusyScheduler:
    """Has a job in hand that ends after all consumers were stopped."""

    def __init__(self, consumers: list[PlayedConsumer]) -> None:
        self._consumers = consumers
        self.done = False

    async def run(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        for consumer in self._consumers:
            await consumer.stopped.wait()
        self.done = True


def container(consumers: list[PlayedConsumer], relay: Any, scheduler: Any) -> Container:
    parts = SimpleNamespace(
        connections=Broker(),
        broker=Broker(),
        subscriptions=[],
        consumers=consumers,
        relay=relay,
        scheduler=scheduler,
    )
    return cast("Container", parts)


async def test_consumers_are_stopped_while_a_job_is_still_under_way() -> None:
    consumers = [PlayedConsumer(), PlayedConsumer()]
    scheduler = BusyScheduler(consumers)
    async with asyncio.timeout(30):
        async with running(container(consumers, Relay(), scheduler)):
            pass
    assert scheduler.done


async def test_all_queues_are_declared_before_the_first_event_is_relayed() -> None:
    relaying = asyncio.Event()

    class DemandingRelay(Relay):
        async def run(self) -> None:
            assert parts.broker.declared == ["a queue of another service"]
            relaying.set()
            await super().run()

    parts: Any = container([], DemandingRelay(), BusyScheduler([]))
    parts.subscriptions.append("a queue of another service")
    async with asyncio.timeout(30), running(parts):
        await relaying.wait()


class FailingRelay:
    """Ends at once, which a relay never does."""

    async def run(self) -> None:
        raise RuntimeError("a mistake of ours")


async def test_worker_ends_when_a_part_of_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    signals = asyncio.Queue[int]()
    monkeypatch.setattr(signal, "raise_signal", signals.put_nowait)
    async with asyncio.timeout(30):
        async with running(container([], FailingRelay(), BusyScheduler([]))):
            assert await signals.get() == signal.SIGTERM
    assert signals.empty()
