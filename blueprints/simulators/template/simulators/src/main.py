"""One small service that plays all providers."""

import os

import uvicorn
from fastapi import FastAPI, Request, Response

from src.control import build_control
from src.failures import ClientGone
from src.sendgrid import build_sendgrid
from src.state import State
from src.telegram import build_telegram


def create_app() -> FastAPI:
    """The app with an empty memory."""
    state = State()
    app = FastAPI(title="Simulators")
    app.include_router(build_telegram(state))
    app.include_router(build_sendgrid(state))
    app.include_router(build_control(state))
    app.add_api_route("/health", health)
    app.add_api_route("/ready", health)
    app.add_exception_handler(ClientGone, _gone)
    return app


async def health() -> dict[str, str]:
    """Whether the process is alive."""
    return {"status": "ok"}


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)


def main() -> None:
    """The entry point of the process."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8005"))
    uvicorn.run(create_app(), host=host, port=port, log_level="warning")


if __name__ == "__main__":
    main()
