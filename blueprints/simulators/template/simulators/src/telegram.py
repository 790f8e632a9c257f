"""The Telegram Bot API, as far as bots need it."""

import asyncio
import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from src.failures import play
from src.state import State

BOT = {
    "id": 700000001,
    "is_bot": True,
    "first_name": "Simulated bot",
    "username": "simulated_bot",
}
SILENT = frozenset({"setMyCommands", "deleteWebhook", "setWebhook", "answerCallbackQuery"})
MAX_TEXT = 4096


def build_telegram(state: State) -> APIRouter:
    """The routes below `/telegram`."""
    router = APIRouter(prefix="/telegram")

    @router.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def call(token: str, method: str, request: Request) -> JSONResponse:
        """One method of the Bot API."""
        if ":" not in token:
            return _error(401, "Unauthorized")
        values = await _values(request)
        if method == "getMe":
            return _ok(BOT)
        if method == "getUpdates":
            return _ok(await _updates(state, values))
        if method == "sendMessage":
            return await _send(state, values, request)
        return _ok(True) if method in SILENT else _error(404, "Not Found")

    return router


async def _values(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    return {**request.query_params, **(await request.form())}


async def _updates(state: State, values: dict[str, Any]) -> list[dict[str, Any]]:
    offset, deadline = int(values.get("offset", 0)), time.monotonic() + int(values.get("timeout", 0))
    while True:
        found = [each for each in state.telegram_updates if each["update_id"] >= offset]
        left = deadline - time.monotonic()
        if found or left <= 0:
            return found
        state.arrived.clear()
        try:
            await asyncio.wait_for(state.arrived.wait(), left)
        except TimeoutError:
            return []


async def _send(state: State, values: dict[str, Any], request: Request) -> JSONResponse:
    text = str(values.get("text", ""))
    if not text or len(text) > MAX_TEXT:
        return _error(400, "Bad Request: message text is empty or too long")
    status = await play(state, "telegram", request)
    if status is not None:
        extra = {"parameters": {"retry_after": 1}} if status == 429 else {}
        return _error(status, "Simulated failure", **extra)
    chat = str(values["chat_id"])
    message = {
        "message_id": next(state.numbers),
        "date": int(time.time()),
        "chat": {"id": int(chat), "type": "private"},
        "from": BOT,
        "text": text,
    }
    state.telegram_messages.append({"chat_id": chat, "text": text})
    return _ok(message)


def _ok(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def _error(status: int, description: str, **extra: Any) -> JSONResponse:
    body = {"ok": False, "error_code": status, "description": description, **extra}
    return JSONResponse(body, status)
