"""Every update has a request id, by which its log lines are found, and is handled to its end."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, Message, Update

from shared.logs import configure_logging
from shared.request_context import current_request_id
from src.core.config import SERVICE, Settings
from src.core.container import Container, build_container
from src.ext import wiring


@pytest.fixture
def container() -> Container:
    """The parts of a bot, none of them connected."""
    settings = Settings(
        environment="test",
        bot_to_api_token="a service token of thirty-two characters",
        api_service_url="http://127.0.0.1:1",
        rabbitmq_url="amqp://127.0.0.1:1",
        redis_url="redis://127.0.0.1:1/0",
        telegram_bot_token="700000001:test-bot-token-0000000000000",
    )
    return build_container(settings, wiring)


async def say(container: Container, text: str) -> None:
    chat = Chat(id=70001, type="private")
    message = Message(message_id=1, date=datetime(2030, 1, 31, tzinfo=UTC), chat=chat, text=text)
    update = Update(update_id=1, message=message)
    await container.dispatcher.feed_update(container.bot, update)


async def test_each_update_has_one_request_id_of_its_own(container: Container) -> None:
    seen: list[tuple[str, str]] = []

    @container.dispatcher.message()
    async def note(_: Message) -> None:
        seen.append((current_request_id(), current_request_id()))

    await say(container, "one")
    await say(container, "two")
    (one, one_again), (two, two_again) = seen
    assert (one, two) == (one_again, two_again)
    assert one != two


async def test_failure_is_logged_with_the_request_id_of_its_update(
    container: Container, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(SERVICE, "INFO")
    seen: list[str] = []

    @container.dispatcher.message()
    async def fail(_: Message) -> None:
        seen.append(current_request_id())
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await say(container, "one")
    lines = [json.loads(splitline) for splitline in capsys.readouterr().out.splitlines()]
    assert [line["request_id"] for line in lines if line["event"] == "update_failed"] == seen


async def test_shutdown_waits_for_the_updates_in_hand(container: Container) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @container.dispatcher.message()
    async def take_time(_: Message) -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    handling = asyncio.create_task(say(container, "one"))
    await begun.wait()
    draining = asyncio.create_task(container.updates.drained())
    await asyncio.sleep(0)
    assert not draining.done()
    may_end.set()
    await draining
    assert ended.is_set()
    await handling
    await container.updates.drained()
