"""The MongoDB data service."""

from fastapi import FastAPI

from shared.application import install_frame, lifespan_of, serve
from shared.logs import configure_logging
from shared.openapi import DocumentedApp
from shared.settings import load_settings
from src.api.errors import install_error_handlers
from src.api.problems import COMMON
from src.api.v1.documents_router import build_documents_router
from src.core.config import SERVICE, Settings
from src.core.container import build_container, running
from src.ext.wiring import configure
from src.registry import RESOURCES

TITLE = "Pocket Rooms: MongoDB data service"


def create_app(settings: Settings) -> FastAPI:
    """The app; nothing is connected before it starts."""
    container = build_container(settings)
    app = DocumentedApp(
        title=TITLE,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan_of(running(container), SERVICE),
    )
    install_frame(app, {"database": container.ping}, callers=settings.callers, database="database")
    install_error_handlers(app)
    for resource in RESOURCES.values():
        router = build_documents_router(container, resource)
        app.include_router(router, prefix="/api/v1", responses=COMMON)
    return configure(app)


def main() -> None:
    """The entry point of the process."""
    settings = load_settings(Settings)
    configure_logging(SERVICE, settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
