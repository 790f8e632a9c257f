"""The whole bot: commands by polling and by webhook, and messages from the broker."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from shared.identifiers import new_id
from shared.messaging.broker import Broker
from shared.messaging.envelope import EventEnvelope
from src.commands.descriptions import DESCRIPTIONS
from src.core.config import EXCHANGE, Settings
from src.core.container import build_container
from src.core.webhook import WEBHOOK_PATH
from src.ext import wiring
from src.main import run
from src.messages.consumer import BULK_EVENTS, BULK_QUEUE, EVENTS, QUEUE

COMMAND = DESCRIPTIONS.split()[0]
UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 0,
        "chat": {"id": 1, "type": "private"},
        "text": "no command",
    },
}


@asynccontextmanager
async def running(settings: Settings, sign: str = "/ready") -> AsyncIterator[httpx.AsyncClient]:
    """The bot from start-up until shutdown; requests go to its HTTP server."""
    task = asyncio.create_task(run(settings))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}") as client:

        async def alive() -> bool:
            if task.done():
                await task
            try:
                return (await client.get(sign)).status_code == 200
            except httpx.ConnectError:
                return False

        try:
            await eventually(alive)
            yield client
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(task, 30)


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Returns when the condition holds; fails after a timeout."""
    async with asyncio.timeout(30):
        while not await holds():
            await asyncio.sleep(0.02)


async def messages(telegram: httpx.AsyncClient, chat_id: int) -> list[str]:
    response = await telegram.get("/_control/telegram/messages", params={"chat_id": chat_id})
    return [message["text"] for message in response.json()]


async def say(telegram: httpx.AsyncClient, chat_id: int, text: str) -> None:
    response = await telegram.post(
        "/_control/telegram/updates", json={"chat_id": chat_id, "text": text}
    )
    assert response.status_code == 201, response.text


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_command_is_answered(
    settings: Settings, telegram: httpx.AsyncClient, chat_id: int, mode: str
) -> None:
    async with running(settings.model_copy(update={"telegram_mode": mode})):

        async def taken() -> bool:
            bot = (await telegram.get("/_control/telegram/bot")).json()
            return (bot["webhook"] is not None) == (mode == "webhook")

        await eventually(taken)
        await say(telegram, chat_id, COMMAND)

        async def answered() -> bool:
            return len(await messages(telegram, chat_id)) == 1

        await eventually(answered)


@pytest.mark.usefixtures("telegram")
async def test_webhook_wants_its_secret(settings: Settings) -> None:
    async with running(settings.model_copy(update={"telegram_mode": "webhook"})) as client:
        for secret, status in (("wrong", 401), (settings.telegram_webhook_secret, 200)):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            answer = await client.post(WEBHOOK_PATH, json=UPDATE, headers=headers)
            assert answer.status_code == status


@pytest.mark.usefixtures("telegram")
async def test_bot_tells_of_its_health(settings: Settings) -> None:
    async with running(settings) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        assert "python_info" in (await client.get("/metrics")).text


@pytest.mark.usefixtures("telegram")
async def test_bot_is_not_ready_while_redis_is_away(settings: Settings) -> None:
    away = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    async with running(away, sign="/health") as client:
        answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")


@pytest.mark.parametrize("name", [*EVENTS, *BULK_EVENTS])
async def test_notification_is_delivered_once(
    settings: Settings, telegram: httpx.AsyncClient, chat_id: int, name: str
) -> None:
    data = {
        "notification": "hello",
        "channel": "telegram",
        "recipient_id": str(new_id()),
        "address": str(chat_id),
        "text": "Hello",
    }
    event = EventEnvelope(
        event_id=new_id(),
        name=name,
        version=1,
        occurred_at=datetime(2030, 1, 31, 12, tzinfo=UTC),
        request_id="req-1",
        actor_id=None,
        service="worker_service",
        data=data,
    )
    last = event.model_copy(update={"event_id": new_id(), "data": {**data, "text": "Bye"}})
    broker = Broker(settings.rabbitmq_url, EXCHANGE)
    await broker.connect()
    async with running(settings):
        # Each time the first event comes again.
        for sent, expected in ((event, ["Hello"]), (last, ["Hello", "Bye"])):
            await broker.publish(sent)

            async def delivered(expected: list[str] = expected) -> bool:
                return await messages(telegram, chat_id) == expected

            await eventually(delivered)
            await broker.publish(event)
    await broker.close()


@pytest.fixture(autouse=True)
async def _no_queues(settings: Settings) -> AsyncIterator[None]:
    """The bot's queues are deleted at the end."""
    yield
    broker = build_container(settings, wiring).broker
    await broker.connect()
    channel = await broker.open_channel()
    for queue in (QUEUE, BULK_QUEUE):
        for name in (queue, f"{queue}.dead", f"{queue}.retry.50", f"{queue}.retry.100"):
            await channel.queue_delete(name)
    await broker.close()
