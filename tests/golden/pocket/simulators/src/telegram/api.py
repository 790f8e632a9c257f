"""Telegram's Bot API over HTTP."""

import json
import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from src.dependencies import StateDependency
from src.failures import ClientGoneError, FailureOrder
from src.state import State
from src.telegram.memory import TelegramError
from src.telegram.methods import call
from src.telegram.webhook import delivering

router = APIRouter(prefix="/telegram", tags=["telegram"], lifespan=delivering)
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{6,}")
_DESCRIPTIONS = {
    400: "Bad Request: the request was refused",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    502: "Bad Gateway",
}


@router.api_route("/bot{token}/{method}", methods=["GET", "POST"])
async def bot_method(token: str, method: str, request: Request, state: StateDependency) -> Response:
    """Any method of the Bot API; parameters in the query, a form or a JSON body."""
    try:
        result = await _answer(state, request, token, method)
        response = JSONResponse({"ok": True, "result": result})
    except TelegramError as error:
        response = _refusal(error)
    except ClientGoneError:
        state.note("telegram", method, 499)
        return Response(status_code=499)
    state.note("telegram", method, response.status_code)
    return response


async def _answer(state: State, request: Request, token: str, method: str) -> Any:
    parameters = await _parameters(request)
    _check_token(state, token)
    order = await state.failures.meet("telegram", method, request.is_disconnected)
    if order is not None:
        raise _ordered(order)
    return await call(state.telegram, method, parameters)


def _check_token(state: State, token: str) -> None:
    expected = state.settings.telegram_bot_token
    if not _TOKEN.fullmatch(token) or (expected and token != expected):
        raise TelegramError(401, "Unauthorized")


def _ordered(order: FailureOrder) -> TelegramError:
    status = order.status or 500
    if status == 429:
        seconds = order.retry_after
        return TelegramError(429, f"Too Many Requests: retry after {seconds}", seconds)
    return TelegramError(status, _DESCRIPTIONS.get(status, "Internal Server Error"))


def _refusal(error: TelegramError) -> JSONResponse:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": error.status,
        "description": error.description,
    }
    if error.retry_after is None:
        return JSONResponse(body, error.status)
    body["parameters"] = {"retry_after": error.retry_after}
    return JSONResponse(body, error.status, headers={"Retry-After": str(error.retry_after)})


async def _parameters(request: Request) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return parameters | _json_object(await request.body())
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        form = await request.form()
        return parameters | {name: value for name, value in form.items() if isinstance(value, str)}
    return parameters


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise TelegramError(400, "Bad Request: can't parse JSON object") from error
    if not isinstance(value, dict):
        raise TelegramError(400, "Bad Request: object expected")
    return value
