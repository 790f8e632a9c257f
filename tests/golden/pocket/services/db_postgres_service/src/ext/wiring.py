"""Yours: the place to add routes or event listeners to the data service."""

from fastapi import FastAPI


def configure(app: FastAPI) -> FastAPI:
    """Called once at start, after all generated routes were added."""
    return app
