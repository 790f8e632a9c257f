"""The identifier of the current request, which follows the work."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog

from shared.identifiers import new_id

HEADER = "x-request-id"
ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,80}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The current identifier, or a new one outside a request."""
    return _current.get() or new_request_id()


def new_request_id() -> str:
    """A fresh identifier."""
    return f"req-{new_id()}"


@contextmanager
def request_context(request_id: str | None) -> Iterator[str]:
    """Binds an identifier to the work inside; a missing or malformed one is replaced."""
    accepted = request_id if request_id and ACCEPTED.fullmatch(request_id) else new_request_id()
    token = _current.set(accepted)
    with structlog.contextvars.bound_contextvars(request_id=accepted):
        try:
            yield accepted
        finally:
            _current.reset(token)
