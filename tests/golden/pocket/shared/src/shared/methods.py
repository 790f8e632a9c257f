"""HEAD, OPTIONS and the list of methods that a path allows."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


class HeadAsGet:
    """Answers HEAD like GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        as_get: Scope = {**scope, "method": "GET"}
        await self._app(as_get, receive, send_head)
        # What is measured is the route.
        scope["route"] = as_get.get("route")


def allowed_methods(request: Request) -> str:
    """The methods of a path, as `Allow` has them."""
    allowed = {method for method in METHODS if _is_served(request.app.routes, request, method)}
    return ", ".join(sorted(allowed | {"OPTIONS"} | ({"HEAD"} if "GET" in allowed else set())))


def _is_served(routes: Iterable[BaseRoute], request: Request, method: str) -> bool:
    # A mounted app takes its own path for the root.
    root = request.scope.get("app_root_path", request.scope.get("root_path", ""))
    scope = {**request.scope, "method": method, "root_path": root}
    return any(
        route.matches(dict(scope))[0] is Match.FULL
        # Files can only be read.
        and (method == "GET" or not isinstance(route, Mount))
        for route in routes
    )
