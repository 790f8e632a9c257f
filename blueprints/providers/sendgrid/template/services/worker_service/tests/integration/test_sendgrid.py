"""The SendGrid adapter against a provider that accepts, rejects, fails and hangs."""

from collections.abc import AsyncIterator

import httpx
import pytest

from shared.delivery_log import DeliveryLog
from shared.identifiers import new_id
from shared.messaging.consumer import Postponed
from shared.redis_client import open_redis
from src.core.config import Settings
from src.providers import sendgrid
from src.providers.sendgrid import EmailRefused, SendGrid

TO = "ada@people.example"


@pytest.fixture
async def mail(settings: Settings, simulators: httpx.AsyncClient) -> AsyncIterator[SendGrid]:  # noqa: ARG001
    adapter = SendGrid(settings.sendgrid_api_url, "a key", settings.email_sender)
    yield adapter
    await adapter.close()


async def messages(simulators: httpx.AsyncClient) -> list[dict[str, object]]:
    mails: list[dict[str, object]] = (await simulators.get("/_control/email/messages")).json()
    return mails


async def fail(simulators: httpx.AsyncClient, **order: object) -> None:
    answer = await simulators.post("/_control/failures", json={"provider": "sendgrid", **order})
    assert answer.status_code == 201, answer.text


async def test_message_arrives_as_it_was_sent(
    mail: SendGrid, simulators: httpx.AsyncClient
) -> None:
    await mail.send(TO, "Hello", "How are you?", "message-1")
    (message,) = await messages(simulators)
    assert (message["to"], message["sender"]) == ([TO], "no-reply@system.example")
    assert (message["subject"], message["text"]) == ("Hello", "How are you?")


@pytest.mark.parametrize("status", [400, 404, 413])
async def test_refusal_is_never_tried_again(
    mail: SendGrid, simulators: httpx.AsyncClient, status: int
) -> None:
    await fail(simulators, status=status)
    with pytest.raises(EmailRefused, match=str(status)):
        await mail.send(TO, "Hello", "How are you?", "message-1")
    assert await messages(simulators) == []


@pytest.mark.parametrize(
    ("status", "seconds"), [(429, 7), *((status, None) for status in (401, 403, 500, 502, 503))]
)
async def test_message_waits_as_long_as_the_provider_asks(
    mail: SendGrid, simulators: httpx.AsyncClient, status: int, seconds: float | None
) -> None:
    await fail(simulators, status=status, retry_after=7)
    with pytest.raises(Postponed) as postponed:
        await mail.send(TO, "Hello", "How are you?", "message-1")
    assert postponed.value.seconds == seconds


async def test_message_without_text_is_refused(mail: SendGrid) -> None:
    with pytest.raises(EmailRefused, match="400"):
        await mail.send(TO, "Hello", "", "message-1")


async def test_provider_that_is_away_is_tried_again() -> None:
    away = SendGrid("http://127.0.0.1:1", "a key", "no-reply@system.example")
    with pytest.raises(Postponed, match="ConnectError"):
        await away.send(TO, "Hello", "How are you?", "message-1")
    await away.close()


async def test_provider_that_hangs_is_given_up(
    settings: Settings, simulators: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sendgrid, "TIMEOUT_SECONDS", 0.2)
    impatient = SendGrid(settings.sendgrid_api_url, "a key", settings.email_sender)
    await fail(simulators, hold=True)
    with pytest.raises(Postponed, match="Timeout"):
        await impatient.send(TO, "Hello", "How are you?", "message-1")
    await impatient.close()
    await simulators.delete("/_control/failures")
    assert await messages(simulators) == []


async def test_repeated_message_is_sent_once_also_after_a_failure(
    settings: Settings, mail: SendGrid, simulators: httpx.AsyncClient
) -> None:
    redis = open_redis(settings.redis_url)
    deliveries, message_id = DeliveryLog(redis), new_id()

    async def send() -> None:
        await mail.send(TO, "Hello", "How are you?", str(message_id))

    await fail(simulators, status=500)
    with pytest.raises(Postponed):
        await deliveries.once(message_id, send)
    assert [await deliveries.once(message_id, send) for _ in range(2)] == [True, False]
    assert len(await messages(simulators)) == 1
    await redis.aclose()
