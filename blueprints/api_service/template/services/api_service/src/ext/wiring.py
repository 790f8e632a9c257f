"""Yours: the place to add routes, middlewares or other adapters to the API."""

from fastapi import FastAPI

from src.core.container import Container


def configure(app: FastAPI, container: Container) -> FastAPI:
    """Called once at start, after all generated routes were added."""
    app.state.container = container
    return app
