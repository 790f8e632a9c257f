"""Posts updates to the bot's webhook, in order, until each is taken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from src.state import State
from src.telegram.memory import Json, TelegramError, TelegramMemory, Webhook
from src.telegram.methods import call

_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 5.0


@asynccontextmanager
async def delivering(app: FastAPI) -> AsyncIterator[None]:
    """Delivers as long as the application runs."""
    delivery = asyncio.create_task(deliver_updates(app.state.simulators))
    yield
    delivery.cancel()
    await asyncio.gather(delivery, return_exceptions=True)


async def deliver_updates(state: State) -> None:
    """Never ends; a failed update is retried with growing pauses."""
    pause = _FIRST_PAUSE_SECONDS
    while True:
        webhook, update = await _next(state.telegram)
        if await _deliver(state, webhook, update):
            pause = _FIRST_PAUSE_SECONDS
            continue
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


async def _next(bot: TelegramMemory) -> tuple[Webhook, Json]:
    async with bot.changed:
        while True:
            if bot.webhook is not None and bot.pending:
                return bot.webhook, bot.pending[0]
            await bot.changed.wait()


async def _deliver(state: State, webhook: Webhook, update: Json) -> bool:
    secret = webhook.secret_token
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    try:
        answer = await state.http.post(webhook.url, json=update, headers=headers)
    except httpx.HTTPError as error:
        state.telegram.last_webhook_error = f"Connection failed: {error}"
        return False
    if not answer.is_success:
        state.telegram.last_webhook_error = f"Wrong response from the webhook: {answer.status_code}"
        return False
    state.telegram.acknowledge(int(update["update_id"]) + 1)
    await _reply_in_answer(state, answer)
    return True


async def _reply_in_answer(state: State, answer: httpx.Response) -> None:
    """A webhook may call one method by answering with it."""
    if not answer.headers.get("content-type", "").startswith("application/json"):
        return
    body = answer.json()
    if not isinstance(body, dict) or not isinstance(body.get("method"), str):
        return
    try:
        await call(state.telegram, body["method"], body)
        state.note("telegram", body["method"], 200)
    except TelegramError as error:
        state.note("telegram", body["method"], error.status)
