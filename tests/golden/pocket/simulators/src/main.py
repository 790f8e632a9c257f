"""The simulators' application and how it is run."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
import uvicorn
from fastapi import FastAPI

from src import control, sendgrid, telegram
from src.config import Settings
from src.state import State
from src.webhook import deliver_updates


def create_app(settings: Settings | None = None) -> FastAPI:
    """One application with all providers under their own path prefix."""
    app = FastAPI(title="Simulators", lifespan=_lifespan)
    app.state.settings = settings or Settings()
    for router in (telegram.router, sendgrid.router, control.router):
        app.include_router(router)
    app.add_api_route("/health", _alive, methods=["GET"], tags=["health"])
    app.add_api_route("/ready", _alive, methods=["GET"], tags=["health"])
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=10) as http:
        state = State(app.state.settings, http)
        app.state.simulators = state
        delivery = asyncio.create_task(deliver_updates(state))
        yield
        delivery.cancel()
        await asyncio.gather(delivery, return_exceptions=True)


async def _alive() -> dict[str, str]:
    return {"status": "ok"}


def main() -> None:
    settings = Settings.from_environment()
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
