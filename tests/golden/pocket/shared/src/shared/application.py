"""The frame of an HTTP service: health, readiness, metrics, problems, service token."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
import uvicorn
from fastapi import FastAPI, Response
from pydantic import BaseModel

from shared.callers import Callers
from shared.limits import (
    MAX_INTERNAL_BODY_BYTES,
    MAX_INTERNAL_TARGET_BYTES,
    MAX_INTERNAL_VALUES,
    RequestLimits,
)
from shared.methods import HeadAsGet
from shared.metrics import metrics_endpoint
from shared.middleware import RequestMiddleware
from shared.problems import install_problem_handlers
from shared.server import HttpProtocol
from shared.settings import ServiceSettings

READY_TIMEOUT_SECONDS = 3.0
GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 30
NOBODY = Callers()

log = structlog.get_logger()

type Check = Callable[[], Awaitable[object]]
type Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class Health(BaseModel):
    """Whether the process is alive."""

    status: str


class DatabaseHealth(Health):
    """The same, and whether the database is there."""

    database: str


class Readiness(BaseModel):
    """Whether everything is there that the service needs."""

    status: str
    checks: dict[str, str]


def install_frame(
    app: FastAPI,
    checks: Mapping[str, Check],
    *,
    callers: Callers = NOBODY,
    database: str | None = None,
    body_bytes: int = MAX_INTERNAL_BODY_BYTES,
    body_values: int = MAX_INTERNAL_VALUES,
    target_bytes: int = MAX_INTERNAL_TARGET_BYTES,
) -> None:
    """Adds everything that all services have. `checks` must all pass for readiness.

    The `callers` may bring the identifier of the request along.
    With `database`, the check of that name is part of the health body.
    """
    app.state.callers = callers
    app.state.body_values = body_values
    install_problem_handlers(app)
    app.add_middleware(RequestLimits, body_bytes=body_bytes, target_bytes=target_bytes)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestMiddleware, callers=callers)
    app.add_route("/metrics", metrics_endpoint, include_in_schema=False)
    if database:
        health = _database_health(checks[database])
        app.add_api_route(
            "/health",
            health,
            summary="Liveness",
            responses={503: {"model": DatabaseHealth}},
            tags=["health"],
        )
    else:
        app.add_api_route("/health", _health, summary="Liveness", tags=["health"])
    app.add_api_route(
        "/ready",
        _readiness(checks),
        summary="Readiness",
        responses={503: {"model": Readiness}},
        tags=["health"],
    )


async def _health() -> Health:
    return Health(status="ok")


def _database_health(check: Check) -> Callable[[Response], Awaitable[DatabaseHealth]]:
    async def health(response: Response) -> DatabaseHealth:
        if await _passes("database", check):
            return DatabaseHealth(status="ok", database="connected")
        response.status_code = 503
        return DatabaseHealth(status="error", database="disconnected")

    return health


def _readiness(checks: Mapping[str, Check]) -> Callable[[Response], Awaitable[Readiness]]:
    async def ready(response: Response) -> Readiness:
        results = await asyncio.gather(*(_passes(name, check) for name, check in checks.items()))
        states = {
            name: "ok" if passed else "failed" for name, passed in zip(checks, results, strict=True)
        }
        if all(results):
            return Readiness(status="ok", checks=states)
        response.status_code = 503
        return Readiness(status="not ready", checks=states)

    return ready


async def _passes(name: str, check: Check) -> bool:
    try:
        await asyncio.wait_for(check(), READY_TIMEOUT_SECONDS)
    except Exception as error:
        log.warning("check_failed", check=name, error=type(error).__name__)
        return False
    return True


def lifespan_of(resources: AbstractAsyncContextManager[None], service: str) -> Lifespan:
    """A lifespan that opens the resources first and closes them last."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with resources:
            log.info("service_started", service=service)
            yield
        log.info("service_stopped", service=service)

    return lifespan


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serves until SIGTERM or SIGINT; requests in progress are finished first."""
    # uvicorn raises the signal again when all is done; an end on request is no failure.
    signal.signal(signal.SIGTERM, _end)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        http=HttpProtocol,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)
