"""Real servers, and the control interface of the simulated Telegram."""

import itertools
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from shared.logs import configure_logging
from src.core.config import SERVICE, Settings
from testing.servers import rabbitmq_url, redis_url
from testing.simulators import free_port, running_simulators

CHATS = itertools.count(80001)


@pytest.fixture(scope="session", autouse=True)
def _logs_of_production() -> None:
    configure_logging(SERVICE, "INFO")


@pytest.fixture(scope="session")
def simulators_url() -> Iterator[str]:
    with running_simulators() as url:
        yield url


@pytest.fixture
async def telegram(simulators_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Actions of people, and the messages they receive."""
    async with httpx.AsyncClient(base_url=simulators_url) as client:
        await client.delete("/_control")
        yield client
        await client.delete("/_control")


@pytest.fixture
def chat_id() -> int:
    """A chat that no other test has."""
    return next(CHATS)


@pytest.fixture
def settings(simulators_url: str) -> Settings:
    port = free_port()
    return Settings(
        environment="test",
        bot_to_api_token="a service token of thirty-two characters",
        port=port,
        api_service_url="http://127.0.0.1:1",
        rabbitmq_url=rabbitmq_url(),
        redis_url=redis_url(),
        telegram_api_url=f"{simulators_url}/telegram",
        telegram_bot_token="700000001:test-bot-token-0000000000000",
        telegram_webhook_url=f"http://127.0.0.1:{port}",
        telegram_webhook_secret="a-webhook-secret",
        retry_delays=(0.05, 0.1),
    )
