"""The webhook: whatever is no update of Telegram's is refused, with a problem."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram.types import Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from pydantic import ValidationError

from shared.limits import BODY_SECONDS
from shared.problems import CODES, MEDIA_TYPE, NotValid, Problem, problem_body
from shared.request_context import HEADER, request_context

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

WEBHOOK_PATH = "/bot/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_PLACES = 5
CLOSED = {"Connection": "close"}

log = structlog.get_logger()


class Webhook(SimpleRequestHandler):
    """Takes updates from Telegram only."""

    async def handle(self, request: web.Request) -> web.Response:
        """Lets an update be handled in the background; raises the problem of anything else."""
        if not self._knows_secret(request.headers.get(SECRET_HEADER, "")):
            raise Problem(401, "NOT_AUTHENTICATED", "The secret of the webhook is required")
        update = _update(await _body(request))
        try:
            Update.model_validate(update)
        except ValidationError as error:
            # Telegram would send it again before any other, and it would be the same.
            places = [part["loc"] for part in error.errors(include_input=False)[:MAX_PLACES]]
            log.warning("update_not_understood", update_id=update["update_id"], places=places)
            return web.json_response({})
        return await super().handle(request)

    def _knows_secret(self, sent: str) -> bool:
        # As bytes: texts with letters beyond ASCII cannot be compared.
        known = str(self.secret_token).encode()
        return secrets.compare_digest(sent.encode(errors="surrogateescape"), known)


async def _body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        detail = "The body did not arrive in time"
        raise Problem(408, CODES[408], detail, headers=CLOSED) from None


def _update(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not isinstance(value.get("update_id"), int):
        raise NotValid([{"field": "body", "message": "This is no update"}])
    return value


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns refusals into problems."""
    with request_context(None) as request_id:
        try:
            return await handler(request)
        except Problem as problem:
            return _response(problem, request_id)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            code = CODES.get(error.status, "ERROR")
            allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
            return _response(Problem(error.status, code, error.reason, headers=allowed), request_id)


def _response(problem: Problem, request_id: str) -> web.Response:
    return web.json_response(
        problem_body(problem, f"urn:request:{request_id}"),
        status=problem.status,
        headers={**(problem.headers or {}), HEADER: request_id},
        content_type=MEDIA_TYPE,
    )
