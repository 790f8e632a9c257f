"""Middleware for every request: its identifier, one log line, metrics and errors."""

import hmac
import time
from collections.abc import Mapping

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.metrics import DURATION, IN_PROGRESS, REQUESTS
from shared.problems import InternalError, problem_response
from shared.request_context import HEADER, request_context

QUIET = frozenset({"/health", "/ready", "/metrics", "/api/v1/health"})

TOKEN_HEADER = b"x-service-token"

log = structlog.get_logger()


class RequestMiddleware:
    """Binds the request id, logs and measures the response, and handles unexpected errors.

    Only other services, which have the token, bring an identifier along: it is in audit records.
    """

    def __init__(self, app: ASGIApp, service_token: str) -> None:
        self._app = app
        self._service_token = service_token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request; other protocols pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with request_context(self._brought_along(scope)) as request_id, IN_PROGRESS.track_inprogress():
            await self._measured(scope, receive, send, request_id)

    def _brought_along(self, scope: Scope) -> str | None:
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        if not hmac.compare_digest(headers.get(TOKEN_HEADER, b""), self._service_token):
            return None
        return headers.get(HEADER.encode(), b"").decode("latin-1")

    async def _measured(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((HEADER.encode(), request_id.encode()))
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            # Outside of here the request id is not known any more.
            log.exception("request_failed")
            if status:
                raise
            await problem_response(InternalError())(scope, receive, send_with_id)
        finally:
            _record(scope, status or 500, time.perf_counter() - started)


def _record(scope: Scope, status: int, seconds: float) -> None:
    endpoint = _endpoint(scope)
    REQUESTS.labels(scope["method"], endpoint, str(status)).inc()
    DURATION.labels(scope["method"], endpoint).observe(seconds)
    if scope["path"] not in QUIET:
        log.info(
            "request_completed",
            method=scope["method"],
            path=scope["path"],
            status_code=status,
            duration_ms=round(seconds * 1000, 1),
        )


def _endpoint(scope: Scope) -> str:
    # The route's template, not the path: the number of label values must stay small.
    own: str | None = getattr(scope.get("route"), "path_format", None)
    if own is None:
        return "unmatched"
    # A route does not know the prefixes under which its router was included.
    parts = scope["path"].split("/")
    prefix = "/".join(parts[: len(parts) - own.count("/")])
    return f"{prefix}{own}"
