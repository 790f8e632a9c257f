"""Middleware for every request: its identifier, one log line, metrics and errors."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from shared.callers import Callers
from shared.metrics import DURATION, IN_PROGRESS, REQUESTS
from shared.problems import InternalError, problem_response
from shared.request_context import HEADER, request_context

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
QUIET = frozenset({"/health", "/ready", "/metrics", "/api/v1/health"})

log = structlog.get_logger()


class RequestMiddleware:
    """Binds the request id, logs and measures the response, and handles unexpected errors.

    Only other services, which have tokens, bring an identifier along: it is in audit records.
    """

    def __init__(self, app: ASGIApp, callers: Callers) -> None:
        self._app = app
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request; other protocols pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        caller = self._callers.identify(scope)
        brought = dict(scope["headers"]).get(HEADER.encode(), b"").decode("latin-1")
        with (
            request_context(None if caller is None else brought) as request_id,
            bound_contextvars(**({} if caller is None else {"calling_service": caller.name})),
            IN_PROGRESS.track_inprogress(),
        ):
            await self._measured(scope, receive, send, request_id)

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
            await problem_response(_internal(scope))(scope, receive, send_with_id)
        finally:
            _record(scope, status or 500, time.perf_counter() - started)


def _internal(scope: Scope) -> InternalError:
    # A bug can come after the commit.
    return InternalError(may_have_happened=scope["method"] not in SAFE)


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
