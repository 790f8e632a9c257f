"""The frame of an HTTP service: health, readiness, metrics, problems, service token."""

import asyncio
import hmac
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
import uvicorn
from fastapi import FastAPI, Header
from fastapi.responses import JSONResponse

from shared.limits import (
    MAX_INTERNAL_BODY_BYTES,
    MAX_INTERNAL_TARGET_BYTES,
    RequestLimits,
)
from shared.methods import HeadAsGet
from shared.metrics import metrics_endpoint
from shared.middleware import RequestMiddleware
from shared.problems import ServiceTokenRequired, install_problem_handlers
from shared.server import HttpProtocol
from shared.settings import ServiceSettings

READY_TIMEOUT_SECONDS = 3.0
GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 30

log = structlog.get_logger()

type Check = Callable[[], Awaitable[object]]
type Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def install_frame(
    app: FastAPI,
    checks: Mapping[str, Check],
    *,
    service_token: str,
    database: str | None = None,
    body_bytes: int = MAX_INTERNAL_BODY_BYTES,
    target_bytes: int = MAX_INTERNAL_TARGET_BYTES,
) -> None:
    """Adds everything that all services have. `checks` must all pass for readiness.

    Whoever has the `service_token` may bring the identifier of the request along.
    With `database`, the check of that name is part of the health body.
    """
    install_problem_handlers(app)
    app.add_middleware(RequestLimits, body_bytes=body_bytes, target_bytes=target_bytes)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestMiddleware, service_token=service_token)
    app.add_route("/metrics", metrics_endpoint, include_in_schema=False)
    health = _database_health(checks[database]) if database else _health

    app.add_api_route("/health", health, tags=["health"], summary="Liveness")
    app.add_api_route("/ready", _readiness(checks), tags=["health"], summary="Readiness")


async def _health() -> dict[str, str]:
    return {"status": "ok"}


def _database_health(check: Check) -> Callable[[], Awaitable[JSONResponse]]:
    async def health() -> JSONResponse:
        connected = await _passes("database", check)
        body = {
            "status": "ok" if connected else "error",
            "database": "connected" if connected else "disconnected",
        }
        return JSONResponse(body, 200 if connected else 503)

    return health


def _readiness(checks: Mapping[str, Check]) -> Callable[[], Awaitable[JSONResponse]]:
    async def ready() -> JSONResponse:
        results = await asyncio.gather(*(_passes(name, check) for name, check in checks.items()))
        states = {
            name: "ok" if passed else "failed" for name, passed in zip(checks, results, strict=True)
        }
        fine = all(results)
        body = {"status": "ok" if fine else "not ready", "checks": states}
        return JSONResponse(body, 200 if fine else 503)

    return ready


async def _passes(name: str, check: Check) -> bool:
    try:
        await asyncio.wait_for(check(), READY_TIMEOUT_SECONDS)
    except Exception as error:
        log.warning("check_failed", check=name, error=type(error).__name__)
        return False
    return True


def service_token_required(expected: str) -> Callable[[str], Awaitable[None]]:
    """A dependency that admits other services only."""

    async def require(x_service_token: str = Header(default="")) -> None:
        # Headers may hold any byte, and compare_digest takes only ASCII texts.
        if not hmac.compare_digest(x_service_token.encode(), expected.encode()):
            raise ServiceTokenRequired

    return require


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
