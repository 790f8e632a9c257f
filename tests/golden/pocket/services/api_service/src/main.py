"""The API."""

from fastapi import FastAPI

from shared.application import install_frame, lifespan_of, serve
from shared.limits import MAX_BODY_BYTES, MAX_TARGET_BYTES, MAX_VALUES
from shared.logs import configure_logging
from shared.openapi import DocumentedApp
from shared.settings import load_settings
from src.api import authentication_router
from src.api.cross_origin import allow_origins
from src.api.documentation import install_documentation
from src.api.errors import install_error_handlers
from src.api.health_router import router as health_router
from src.api.internal import links_router, operations_router, telegram_router
from src.api.v1 import (
    bookings_router,
    rooms_router,
)
from src.core.config import BASE_PATH, SERVICE, Settings
from src.core.container import build_container, running
from src.core.extension import Extension
from src.ext import wiring

TITLE = "Pocket Rooms"
DESCRIPTION = "People book rooms for a day."
EXTENSION: Extension = wiring


def create_app(settings: Settings) -> FastAPI:
    """The app; nothing is connected before it starts."""
    container = build_container(settings, EXTENSION.adapt)
    app = DocumentedApp(
        title=TITLE,
        description=DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan_of(running(container), SERVICE),
    )
    app.state.container = container
    checks = {"redis": container.check_redis, "data": container.check_postgres_service}
    install_frame(
        app,
        checks,
        callers=settings.callers,
        body_bytes=MAX_BODY_BYTES,
        body_values=MAX_VALUES,
        target_bytes=MAX_TARGET_BYTES,
    )
    # Around the frame, so that pages can read its answers, too.
    allow_origins(app, settings.cors_origins)
    install_error_handlers(app)
    install_documentation(app)
    app.include_router(health_router, prefix=BASE_PATH)
    app.include_router(authentication_router.router, prefix=BASE_PATH)
    app.include_router(bookings_router.router, prefix=BASE_PATH)
    app.include_router(rooms_router.router, prefix=BASE_PATH)
    app.include_router(operations_router.router, prefix="/internal/v1")
    app.include_router(telegram_router.router, prefix="/internal/v1")
    app.include_router(links_router.router, prefix="/internal/v1")
    EXTENSION.extend(app, container)
    return app


def main() -> None:
    """The entry point of the process."""
    settings = load_settings(Settings)
    configure_logging(SERVICE, settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
