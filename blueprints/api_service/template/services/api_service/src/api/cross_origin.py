"""Calls by pages of other origins (CORS): browsers make them only if the API allows it."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from shared.methods import METHODS

# What pages may read of an answer besides what browsers show them anyway.
EXPOSED = ("Allow", "ETag", "Location", "Retry-After", "X-Request-ID")
# For so long a browser need not ask again; none remembers it for longer than two hours.
REMEMBERED_SECONDS = 7200


def allow_origins(app: FastAPI, origins: Sequence[str]) -> None:
    """Lets pages of these origins call; without any, browsers keep all others out.

    No cookie is ever looked at: whoever is signed in sends a token.
    """
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=("*",),
            expose_headers=EXPOSED,
            max_age=REMEMBERED_SECONDS,
        )
