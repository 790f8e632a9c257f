"""Servers that the environment names, and the simulated Telegram from its other side."""

import itertools
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.logs import configure_logging
from src.core.config import SERVICE, Settings
from tests.support.servers import server

CHATS = itertools.count(80001)


@pytest.fixture(scope="session", autouse=True)
def _logs_of_production() -> None:
    configure_logging(SERVICE, "INFO")


@pytest.fixture
async def telegram() -> AsyncIterator[httpx.AsyncClient]:
    """What people do, and what they are sent."""
    async with httpx.AsyncClient(base_url=server("TEST_SIMULATORS_URL")) as client:
        await client.delete("/_control")
        yield client
        await client.delete("/_control")


@pytest.fixture
def chat_id() -> int:
    """A chat that no other test has."""
    return next(CHATS)


@pytest.fixture
def settings() -> Settings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Settings(
        service_token="a service token of thirty-two characters",
        port=port,
        api_service_url="http://127.0.0.1:1",
        rabbitmq_url=server("TEST_RABBITMQ_URL"),
        redis_url=server("TEST_REDIS_URL"),
        telegram_api_url=f"{server('TEST_SIMULATORS_URL')}/telegram",
        telegram_bot_token="700000001:test-bot-token-0000000000000",
        telegram_webhook_url=f"http://127.0.0.1:{port}",
        telegram_webhook_secret="a-webhook-secret",
        retry_delays=(0.05, 0.1),
    )
