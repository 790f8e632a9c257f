"""Whoever is not Telegram, or sends no update, is refused with a problem."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Message
from aiohttp import ClientSession, web

from shared.logs import configure_logging
from src.core import webhook
from src.core.config import SERVICE
from src.core.webhook import SECRET_HEADER, WEBHOOK_PATH, Webhook, problems

SECRET = "s" * 32
UPDATE = {
    "update_id": 1,
    "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "a"},
}

type Asking = Any


@pytest.fixture
def handled() -> list[str | None]:
    """The texts of the messages that were handled."""
    return []


@pytest.fixture
async def hook(handled: list[str | None]) -> AsyncIterator[Asking]:
    """Asks the webhook, and gives status, content type and body."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def note(message: Message) -> None:
        handled.append(message.text)

    app = web.Application(middlewares=[problems], client_max_size=1000)
    bot = Bot("700000001:test-bot-token-0000000000000")
    Webhook(dispatcher, bot, secret_token=SECRET).register(app, WEBHOOK_PATH)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]

    async with ClientSession(f"http://127.0.0.1:{port}") as client:

        async def ask(
            body: Any, secret: str = SECRET, method: str = "POST", path: str = WEBHOOK_PATH
        ) -> tuple[int, dict[str, Any]]:
            headers = {SECRET_HEADER: secret}
            async with client.request(method, path, data=body, headers=headers) as answer:
                assert answer.ok or answer.content_type == "application/problem+json"
                return answer.status, await answer.json(content_type=None)

        yield ask
    await runner.cleanup()


async def test_update_is_handled(hook: Asking, handled: list[str | None]) -> None:
    assert (await hook(json.dumps(UPDATE)))[0] == 200
    await asyncio.sleep(0.05)
    assert handled == ["a"]


@pytest.mark.parametrize("secret", ["", "wrong", "\u00fc", SECRET + "s"])
async def test_secret_is_required(hook: Asking, handled: list[str | None], secret: str) -> None:
    status, problem = await hook(json.dumps(UPDATE), secret)
    assert (status, problem["code"], problem["status"]) == (401, "NOT_AUTHENTICATED", 401)
    assert handled == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": ' + b"1" * 900 + b".0}",
        b"[" * 999,
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_no_update_is_refused(hook: Asking, body: bytes) -> None:
    status, problem = await hook(body)
    assert (status, problem["code"]) == (422, "VALIDATION_FAILED")


async def test_update_of_an_unknown_form_is_logged_without_its_values_and_let_go(
    hook: Asking,
    handled: list[str | None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A logger keeps the output that it first had.
    configure_logging(SERVICE, "INFO")
    monkeypatch.setattr(webhook, "log", structlog.get_logger())
    unknown = {"update_id": 1, "message": {"text": ["swordfish"]}}
    assert (await hook(json.dumps(unknown)))[0] == 200
    assert handled == []
    logged = capsys.readouterr().out
    assert "update_not_understood" in logged
    assert "swordfish" not in logged


async def test_long_body_is_refused(hook: Asking) -> None:
    status, problem = await hook(b"x" * 2000)
    assert (status, problem["code"]) == (413, "CONTENT_TOO_LARGE")


async def test_body_that_stops_half_way_ends_the_request(
    hook: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.1)

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)

    status, problem = await hook(half())
    assert (status, problem["code"]) == (408, "REQUEST_TIMED_OUT")


async def test_other_paths_and_methods_are_refused(hook: Asking) -> None:
    assert (await hook(b"", path="/nowhere"))[1]["code"] == "NOT_FOUND"
    assert (await hook(b"", method="PUT"))[1]["code"] == "METHOD_NOT_ALLOWED"
