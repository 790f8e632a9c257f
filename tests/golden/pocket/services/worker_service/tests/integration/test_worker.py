"""Events leave the outbox, reach the broker, and have their effect at the other end."""

import asyncio
from collections.abc import Awaitable, Callable
from unittest.mock import AsyncMock

import aio_pika
import httpx
import pytest
from aio_pika.abc import AbstractChannel
from fastapi import FastAPI

from shared.identifiers import new_id
from shared.messaging.topology import Subscription, declare_dead_queue
from shared.outbox import ClaimedEvent
from src.consumers import dead_letters
from src.core.config import EXCHANGE, Settings
from src.core.extension import Listener
from src.ext import wiring
from src.main import create_app
from src.relay import set_aside
from tests.support.data_services import DataServices
from tests.support.events import NOON
from tests.support.queues import OTHER_SUBSCRIPTIONS, QUEUES


def claimed(name: str, data: dict[str, object]) -> ClaimedEvent:
    return ClaimedEvent(
        sequence=1,
        event_id=new_id(),
        name=name,
        version=1,
        aggregate="thing",
        aggregate_id="1",
        occurred_at=NOON,
        request_id="req-1",
        actor_id=None,
        data=data,
    )


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Returns when the condition holds; fails after a timeout."""
    async with asyncio.timeout(30):
        while not await holds():
            await asyncio.sleep(0.02)


async def test_worker_is_ready_when_all_that_it_lives_on_answers(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "ok"}
    checks = (await client.get("/ready")).json()["checks"]
    assert checks == {"broker": "ok", "redis": "ok", "db_postgres_service": "ok"}


async def test_worker_is_not_ready_without_its_servers(settings: Settings) -> None:
    nowhere = {"redis_url": "redis://127.0.0.1:1/0", "rabbitmq_url": "amqp://127.0.0.1:1/"}
    transport = httpx.ASGITransport(create_app(settings.model_copy(update=nowhere)))
    async with httpx.AsyncClient(base_url="http://worker", transport=transport) as client:
        answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")


async def test_worker_is_not_ready_without_its_data_service(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"postgres_service_url": "http://127.0.0.1:1"})
    transport = httpx.ASGITransport(create_app(nowhere))
    async with httpx.AsyncClient(base_url="http://worker", transport=transport) as client:
        checks = (await client.get("/ready")).json()["checks"]
    assert (checks["redis"], checks["db_postgres_service"]) == ("ok", "failed")


@pytest.mark.usefixtures("worker")
async def test_event_of_the_outbox_is_published_and_acknowledged(
    services: DataServices, channel: AbstractChannel
) -> None:
    listening = await channel.declare_queue(exclusive=True)
    await listening.bind(EXCHANGE, routing_key="something.happened")
    services.outbox.append(claimed("something.happened", {"number": 1}))
    async with asyncio.timeout(30):
        while (message := await listening.get(fail=False)) is None:
            await asyncio.sleep(0.02)
    assert message.headers["x-request-id"] == "req-1"
    assert b'"number":1' in message.body

    async def acknowledged() -> bool:
        return services.acknowledged == [1]

    await eventually(acknowledged)


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("name", ["notification.email", "notification.email.bulk"])
async def test_email_message_of_the_outbox_arrives(
    services: DataServices, simulators: httpx.AsyncClient, name: str
) -> None:
    data: dict[str, object] = {
        "notification": "hello",
        "channel": "email",
        "recipient_id": str(new_id()),
        "address": "person@people.example",
        "subject": "Hello",
        "text": "How are you?",
    }
    services.outbox.append(claimed(name, data))

    async def arrived() -> bool:
        messages = (
            await simulators.get("/_control/email/messages", params={"to": str(data["address"])})
        ).json()
        return [message["text"] for message in messages] == ["How are you?"]

    await eventually(arrived)


@pytest.mark.usefixtures("worker")
async def test_audit_record_of_the_outbox_is_stored(services: DataServices) -> None:
    data: dict[str, object] = {
        "operation": "create_thing",
        "category": "things",
        "actor_id": None,
        "entity_type": "thing",
        "entity_id": "1",
        "details": {},
    }
    event = claimed("audit.recorded", data)
    services.outbox.append(event)

    async def stored() -> bool:
        return any(key.endswith(f"/{event.event_id}") for key in services.records)

    await eventually(stored)
    (record,) = services.records.values()
    assert (record["operation"], record["request_id"]) == ("create_thing", "req-1")


def tell(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the broker's address into the environment, and nothing else that the worker needs."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("RABBITMQ_URL", settings.rabbitmq_url)
    # Production refuses passwords such as servers for tests have.
    monkeypatch.setenv("ENVIRONMENT", settings.environment)


async def waiting(channel: AbstractChannel, queue: str) -> int:
    declared = await channel.declare_queue(queue, passive=True)
    return declared.declaration_result.message_count or 0


@pytest.mark.parametrize("queue", QUEUES)
async def test_message_that_nobody_can_handle_is_listed_and_replayed(
    worker: FastAPI,  # noqa: ARG001
    channel: AbstractChannel,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    queue: str,
) -> None:
    tell(settings, monkeypatch)
    await channel.default_exchange.publish(aio_pika.Message(b"{}"), queue)

    async def is_dead() -> bool:
        return await waiting(channel, f"{queue}.dead") == 1

    await eventually(is_dead)
    assert f"{queue}: " in await dead_letters.main("list")
    assert await dead_letters.main("replay") == "1 messages put back to work"
    # It is as bad as it was, so it comes back.
    await eventually(is_dead)


@pytest.mark.usefixtures("worker")
async def test_no_dead_letters_are_told_as_such(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(settings, monkeypatch)
    assert await dead_letters.main("list") == "no dead letters"


async def test_dead_letters_of_an_extension_are_listed_too(
    channel: AbstractChannel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Listener("q.worker_service.of_an_extension", ("something.happened",), AsyncMock())
    monkeypatch.setattr(wiring, "listeners", lambda _: (own,))
    tell(settings, monkeypatch)
    dead = await declare_dead_queue(channel, own.queue)
    try:
        await channel.default_exchange.publish(aio_pika.Message(b"{}"), dead.name)
        assert f"{own.queue}: " in await dead_letters.main("list")
    finally:
        await channel.queue_delete(dead.name)


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("subscription", OTHER_SUBSCRIPTIONS, ids=lambda one: one.queue)
async def test_event_for_another_service_waits_until_that_service_runs(
    services: DataServices, channel: AbstractChannel, subscription: Subscription
) -> None:
    services.outbox.append(claimed(subscription.events[0], {}))

    async def acknowledged() -> bool:
        return services.acknowledged == [1]

    await eventually(acknowledged)
    queue = await channel.get_queue(subscription.queue)
    message = await queue.get()
    assert message is not None
    await message.ack()


async def test_dead_letters_of_other_services_are_listed_too(
    channel: AbstractChannel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(settings, monkeypatch)
    other = OTHER_SUBSCRIPTIONS[0].queue
    dead = await declare_dead_queue(channel, other)
    await channel.default_exchange.publish(aio_pika.Message(b"{}"), dead.name)
    assert f"{other}: " in await dead_letters.main("list")


async def test_events_that_were_set_aside_are_listed_and_replayed(
    services: DataServices, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("worker_to_postgres_token", "postgres_service_url"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))
    assert await set_aside.main("list") == "no events were set aside"
    event = claimed("something.happened", {})
    services.set_aside.append(event)
    assert (
        f"1 2030-01-31T12:00:00+00:00 something.happened {event.event_id}"
        == await set_aside.main("list")
    )
    assert await set_aside.main("replay") == "1 events are tried again"
