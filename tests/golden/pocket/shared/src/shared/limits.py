"""What a request may cost before anybody knows what it asks for: bytes and seconds."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problems import Problem, problem_response

MAX_BODY_BYTES = 1 << 20
# A unit of work holds what a person sent several times: as a row, in events and in the audit.
MAX_INTERNAL_BODY_BYTES = 16 << 20
# Members and items. Each takes far more memory than bytes of the body, and more time.
MAX_VALUES = 10_000
# A unit of work may tell tens of thousands of people.
MAX_INTERNAL_VALUES = 500_000
# Another service is asked with the same parameters, in which each byte may become three.
MAX_TARGET_BYTES = 8 << 10
MAX_INTERNAL_TARGET_BYTES = 64 << 10
# Less than the grace of a server that stops, so that a half-sent body does not hold it up.
BODY_SECONDS = 8.0
CLOSED = {"Connection": "close"}


class RequestLimits:
    """Refuses requests that are too long, and ends those that do not arrive."""

    def __init__(self, app: ASGIApp, body_bytes: int, target_bytes: int) -> None:
        self._app = app
        self._body_bytes = body_bytes
        self._target_bytes = target_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request; other protocols pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif len(scope["raw_path"]) + len(scope["query_string"]) > self._target_bytes:
            problem = Problem(414, "URI_TOO_LONG", "The address of the request is too long")
            await problem_response(problem)(scope, receive, send)
        else:
            await self._app(scope, self._bounded(scope, receive), send)

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Receives the body, as long as it stays within the limits."""
        ends_at = asyncio.get_running_loop().time() + BODY_SECONDS
        announced = _announced_bytes(scope)
        received, is_complete = 0, False

        async def receive_bounded() -> Message:
            nonlocal received, is_complete
            if is_complete:
                return await receive()
            if announced > self._body_bytes:
                raise _too_large()
            try:
                async with asyncio.timeout_at(ends_at):
                    message = await receive()
            except TimeoutError:
                detail = "The body did not arrive in time"
                raise HTTPException(408, detail, headers=CLOSED) from None
            received += len(message.get("body", b""))
            if received > self._body_bytes:
                raise _too_large()
            is_complete = not message.get("more_body", False)
            return message

        return receive_bounded


def _announced_bytes(scope: Scope) -> int:
    """The length of the body according to its header; 0 if there is none."""
    text: bytes = dict(scope["headers"]).get(b"content-length", b"")
    # The server has refused whatever is no number.
    return int(text) if text else 0


def _too_large() -> HTTPException:
    return HTTPException(413, "The body is too large", headers=CLOSED)
