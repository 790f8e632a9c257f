"""Calls to other services: one client a process, with deadlines, retries and circuit breakers."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from httpx_aiohttp import AiohttpTransport

from shared.circuit_breaker import CircuitBreaker
from shared.problems import OUTCOME_UNKNOWN, DependencyUnavailable, Problem
from shared.rejections import data_rejection
from shared.request_context import HEADER, current_request_id
from shared.retry_budget import RetryBudget

TIMEOUT = httpx.Timeout(10.0, connect=2.0)
# Shorter than the services' own: a connection that the other side is about to close is not used.
LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=100, keepalive_expiry=10.0)
ATTEMPTS = 4
DEADLINE_SECONDS = 15.0
FIRST_PAUSE_SECONDS = 0.1
RETRIED = frozenset({502, 503, 504})
# No connection was made. httpx calls every end of a connection that, so its cause is looked at.
NOT_SENT = (httpx.ConnectError, ClientConnectorError, ConnectionTimeoutError)
JITTER = random.SystemRandom()
# A second DELETE would not find what the first one removed.
REPEATABLE_METHODS = frozenset({"GET", "PUT"})

log = structlog.get_logger()

type Rejection = Callable[[httpx.Response, str], Problem]
type Query = Mapping[str, str | int | float | bool | None]


class ServiceClient:
    """An HTTP client of one other service."""

    def __init__(
        self,
        name: str,
        base_url: str,
        service_token: str,
        transport: httpx.AsyncBaseTransport | None = None,
        rejection: Rejection = data_rejection,
    ) -> None:
        self.name = name
        self._rejection = rejection
        # One for each kind of request: whoever waits for a lock keeps nobody from reading.
        self._breakers = defaultdict[str, CircuitBreaker](CircuitBreaker)
        self._budget = RetryBudget()
        self._base_url = base_url.rstrip("/")
        self._headers = {"X-Service-Token": service_token, "User-Agent": "service-client"}
        # httpx's own pool looks at each of its connections for every request, and its client, which
        # knows of cookies, redirects and log-ins, takes as long again as everything else here.
        self._transport = transport or AiohttpTransport(limits=LIMITS)

    async def close(self) -> None:
        """Ends all connections."""
        await self._transport.aclose()

    async def get(self, path: str, query: Query | None = None) -> Any:
        """The JSON of a GET; parameters that are None are left out."""
        return await self.call("GET", path, query=query)

    async def post(
        self, path: str, body: Any = None, *, repeatable: bool = False, timeout: float | None = None
    ) -> Any:
        """The JSON of a POST; it is repeated after a failure only if that is harmless."""
        return await self.call("POST", path, body=body, repeatable=repeatable, timeout=timeout)

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Any = None,
        repeatable: bool = False,
        timeout: float | None = None,
    ) -> Any:
        """The JSON of the answer, or None for an empty one; a rejection raises its problem."""
        response = await self._send(
            method,
            path,
            repeatable=repeatable or method in REPEATABLE_METHODS,
            params={key: value for key, value in (query or {}).items() if value is not None},
            json=body,
            extensions=_limits(TIMEOUT if timeout is None else httpx.Timeout(timeout, connect=2.0)),
            # A request that was given more time than any other may take it.
            seconds=max(DEADLINE_SECONDS, timeout or 0.0),
        )
        if response.is_error:
            raise self._rejection(response, self.name)
        return response.json() if response.content else None

    async def _send(
        self, method: str, path: str, *, repeatable: bool, seconds: float, **arguments: Any
    ) -> httpx.Response:
        now = asyncio.get_running_loop().time
        deadline = now() + seconds
        headers = {**self._headers, HEADER: current_request_id()}
        may_have_happened, breaker = False, self._breakers[kind_of(method, path)]
        self._budget.fill()
        for attempt in range(1, ATTEMPTS + 1):
            if not breaker.lets_through():
                break
            answer = await self._attempt(method, path, deadline, headers=headers, **arguments)
            if isinstance(answer, httpx.Response) and answer.status_code not in RETRIED:
                breaker.succeeded()
                return answer
            may_have_happened = may_have_happened or leaves_open(answer)
            breaker.failed()
            pause = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * JITTER.uniform(0.5, 1.5)
            if not repeatable or now() + pause > deadline or attempt == ATTEMPTS:
                break
            if not self._budget.spend():
                break
            await asyncio.sleep(pause)
        raise DependencyUnavailable(self.name, may_have_happened=may_have_happened)

    async def _attempt(
        self, method: str, path: str, deadline: float, **arguments: Any
    ) -> httpx.Response | Exception:
        request = httpx.Request(method, self._base_url + path, **arguments)
        try:
            async with asyncio.timeout_at(deadline):
                return await self._answer(request)
        except (httpx.TransportError, TimeoutError) as error:
            log.warning("dependency_failed", dependency=self.name, error=type(error).__name__)
            return error

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response


def _limits(timeout: httpx.Timeout) -> Mapping[str, Any]:
    """The time that a transport has for each step."""
    return {"timeout": timeout.as_dict()}


def kind_of(method: str, path: str) -> str:
    """What a request does to which collection: `GET /api/v1/rooms` of any of its rows."""
    return f"{method} {'/'.join(path.split('/', 4)[:4])}"


def leaves_open(answer: httpx.Response | Exception) -> bool:
    """Whether a failed attempt may have had its effect."""
    if isinstance(answer, Exception):
        return not isinstance(answer.__cause__ or answer, NOT_SENT)
    return answer.status_code != 503 or OUTCOME_UNKNOWN in answer.text
