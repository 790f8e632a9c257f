"""The whole worker with a real broker, a real Redis and fake data services."""

from collections.abc import AsyncIterator, Iterator

import aio_pika
import httpx
import pytest
from aio_pika.abc import AbstractChannel
from fastapi import FastAPI

from shared.logs import configure_logging
from shared.messaging.topology import Subscription
from src.core.config import SERVICE, Settings
from src.main import create_app
from testing.servers import rabbitmq_url, redis_url
from testing.simulators import running_simulators
from testing.tokens import tokens_among
from tests.support.data_services import DataServices, data_services
from tests.support.queues import OTHER_SUBSCRIPTIONS, QUEUES

RETRY_DELAYS = (0.05, 0.1)


@pytest.fixture(scope="session", autouse=True)
def _logs_of_production() -> None:
    configure_logging(SERVICE, "INFO")


@pytest.fixture(autouse=True)
def _others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("src.core.container.OTHER_SUBSCRIPTIONS", OTHER_SUBSCRIPTIONS)


@pytest.fixture
async def channel() -> AsyncIterator[AbstractChannel]:
    """An outside view of the broker; the worker's queues are deleted at the end."""
    async with await aio_pika.connect(rabbitmq_url()) as connection:
        channel = await connection.channel()
        yield channel
        own = (Subscription(queue, (), RETRY_DELAYS) for queue in QUEUES)
        for queue in (*own, *OTHER_SUBSCRIPTIONS):
            retries = (queue.retry_queue(delay) for delay in queue.retry_delays)
            for name in (queue.queue, queue.dead_queue, *retries):
                await channel.queue_delete(name)


@pytest.fixture
async def services() -> AsyncIterator[DataServices]:
    async with data_services() as played:
        yield played


@pytest.fixture(scope="session")
def simulators_url() -> Iterator[str]:
    with running_simulators() as url:
        yield url


@pytest.fixture
def settings(services: DataServices, simulators_url: str) -> Settings:
    # Those that this worker does not have are passed over.
    required = {
        "environment": "test",
        **tokens_among(Settings.model_fields),
        "postgres_service_url": services.url,
        "mongo_service_url": services.url,
        "api_service_url": services.url,
        "rabbitmq_url": rabbitmq_url(),
        "redis_url": redis_url(),
        "sendgrid_api_url": f"{simulators_url}/sendgrid",
        "sendgrid_api_key": "a key",
        "email_sender": "no-reply@system.example",
        "retry_delays": RETRY_DELAYS,
        "scheduler_interval_seconds": 0.05,
    }
    return Settings.model_validate(required)


@pytest.fixture
async def worker(settings: Settings, channel: AbstractChannel) -> AsyncIterator[FastAPI]:  # noqa: ARG001
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(worker: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(worker)
    async with httpx.AsyncClient(base_url="http://worker", transport=transport) as client:
        yield client


@pytest.fixture
async def simulators(simulators_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The control interface of the providers: accepted messages, and injected failures."""
    async with httpx.AsyncClient(base_url=simulators_url) as client:
        await client.delete("/_control")
        yield client
        await client.delete("/_control")
