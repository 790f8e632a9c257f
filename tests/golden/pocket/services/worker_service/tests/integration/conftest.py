"""The whole worker on a real broker and a real Redis, beside data services that tests play."""

from collections.abc import AsyncIterator

import aio_pika
import httpx
import pytest
from aio_pika.abc import AbstractChannel
from fastapi import FastAPI

from shared.logs import configure_logging
from src.core.config import SERVICE, Settings
from src.main import create_app
from tests.support.data_services import DataServices, data_services
from tests.support.queues import QUEUES
from tests.support.servers import server

RETRY_DELAYS = (0.05, 0.1)


@pytest.fixture(scope="session", autouse=True)
def _logs_of_production() -> None:
    configure_logging(SERVICE, "INFO")


@pytest.fixture
async def channel() -> AsyncIterator[AbstractChannel]:
    """A look at the broker from outside; the worker's queues go away at the end."""
    async with await aio_pika.connect(server("TEST_RABBITMQ_URL")) as connection:
        channel = await connection.channel()
        yield channel
        for queue in QUEUES:
            for name in (queue, f"{queue}.dead", f"{queue}.retry.50", f"{queue}.retry.100"):
                await channel.queue_delete(name)


@pytest.fixture
async def services() -> AsyncIterator[DataServices]:
    async with data_services() as played:
        yield played


@pytest.fixture
def settings(services: DataServices) -> Settings:
    # Those that this worker does not have are passed over.
    given = {
        "service_token": "a service token of thirty-two characters",
        "postgres_service_url": services.url,
        "mongo_service_url": services.url,
        "api_service_url": services.url,
        "rabbitmq_url": server("TEST_RABBITMQ_URL"),
        "redis_url": server("TEST_REDIS_URL"),
        "sendgrid_api_url": f"{server('TEST_SIMULATORS_URL')}/sendgrid",
        "sendgrid_api_key": "a key",
        "email_sender": "no-reply@system.example",
        "retry_delays": RETRY_DELAYS,
        "scheduler_interval_seconds": 0.05,
    }
    return Settings.model_validate(given)


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
async def simulators() -> AsyncIterator[httpx.AsyncClient]:
    """The providers' other side: what they accepted, and what they are to refuse."""
    async with httpx.AsyncClient(base_url=server("TEST_SIMULATORS_URL")) as client:
        await client.delete("/_control")
        yield client
        await client.delete("/_control")
