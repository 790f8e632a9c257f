"""The simulators' application and how it is run."""

import contextlib
import signal
from collections.abc import AsyncIterator

import httpx
import uvicorn
from fastapi import FastAPI

from src import control
from src.config import Settings
from src.sendgrid import api as sendgrid_api
from src.sendgrid import control as sendgrid_control
from src.state import State
from src.telegram import api as telegram_api
from src.telegram import control as telegram_control


def create_app(settings: Settings | None = None) -> FastAPI:
    """One application with all providers under their own path prefix."""
    app = FastAPI(title="Simulators", lifespan=_lifespan)
    app.state.settings = settings or Settings()
    app.include_router(control.router)
    app.include_router(sendgrid_api.router)
    app.include_router(sendgrid_control.router)
    app.include_router(telegram_api.router)
    app.include_router(telegram_control.router)
    app.add_api_route("/health", _alive, methods=["GET"], tags=["health"])
    app.add_api_route("/ready", _alive, methods=["GET"], tags=["health"])
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as http:
        # The lifespans of routers run inside of this one, and find it.
        app.state.simulators = State(app.state.settings, http)
        yield


async def _alive() -> dict[str, str]:
    return {"status": "ok"}


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def main() -> None:
    settings = Settings.from_environment()
    # uvicorn raises the signal again when all is done; an end on request is no failure.
    signal.signal(signal.SIGTERM, _end)
    # Held requests and long polls must not keep the process from stopping.
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
