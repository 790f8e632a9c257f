"""Holds each answer that a test receives against the OpenAPI document of the service."""

import re
from typing import Any

import httpx
from fastapi import FastAPI


class DocumentedTransport(httpx.AsyncBaseTransport):
    """The app in this process, which answers only what its document declares."""

    def __init__(self, app: FastAPI, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._app = app
        self._transport = transport or httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, if the document declares its status and its media type."""
        response = await self._transport.handle_async_request(request)
        operation = _operation(self._app.openapi(), request.method, request.url.path)
        if operation is not None:
            undeclared = _undeclared(operation, response)
            if undeclared:
                raise AssertionError(f"{request.method} {request.url.path}: {undeclared}")
        return response


def _operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    """What the document says of a request; nothing of one that it does not know."""
    # No parameter swallows a path that is written out.
    for template in sorted(document["paths"], key=lambda path: path.count("{")):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            name = "get" if method == "HEAD" else method.lower()
            operation: dict[str, Any] | None = document["paths"][template].get(name)
            return operation
    return None


def _undeclared(operation: dict[str, Any], response: httpx.Response) -> str:
    """The status or the media type that is not declared."""
    declared = operation["responses"].get(str(response.status_code))
    if declared is None:
        return f"status {response.status_code}"
    media_type = response.headers.get("content-type", "").partition(";")[0]
    has_content = response.status_code != 204
    if has_content and media_type and media_type not in declared.get("content", ()):
        return f"{media_type} with status {response.status_code}"
    return ""
