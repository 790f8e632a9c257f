"""The worker; its only routes are health, readiness and metrics."""

from fastapi import FastAPI
from shared.application import install_frame, lifespan_of, serve
from shared.logs import configure_logging
from shared.settings import load_settings

from src.core.config import SERVICE, Settings
from src.core.container import build_container, running
from src.core.extension import Extension
from src.ext import wiring

EXTENSION: Extension = wiring


def create_app(settings: Settings) -> FastAPI:
    """The app; nothing is connected before it starts."""
    container = build_container(settings, EXTENSION)
    lifespan = lifespan_of(running(container), SERVICE)
    app = FastAPI(title=SERVICE, docs_url=None, redoc_url=None, lifespan=lifespan)
    checks = {
        "broker": container.broker.check,
        "redis": container.check_redis,
        "db_postgres_service": container.check_postgres,
    }
    install_frame(app, checks)
    return app


def main() -> None:
    """The entry point of the process."""
    settings = load_settings(Settings)
    configure_logging(SERVICE, settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
