"""Routes that know their caller before they read a body, and take each parameter once."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from shared.json_bodies import parse
from shared.openapi import Responses, plain_problems


class Admission(ABC):
    """A dependency that refuses callers by what the headers of their request say."""

    @abstractmethod
    async def admit(self, request: Request) -> object:
        """Raises the problem of a caller who may not come in."""


class CheckedRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """The value of the body."""
        if not hasattr(self, "_json"):
            self._json = parse(await self.body(), self.app.state.body_values)
        return self._json


class CheckedRoute(APIRoute):
    """A route that is cheap for those who may not call it."""

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        responses: Responses | None = None,
        **options: Any,
    ) -> None:
        # Even a route without parameters refuses one that is there twice.
        declared = plain_problems(422) | (responses or {})
        super().__init__(path, endpoint, responses=declared, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind what headers and parameters are enough to refuse."""
        handle = super().get_route_handler()
        admissions = list(_admissions(self.dependant))

        async def handle_checked(request: Request) -> Response:
            for admission in admissions:
                await admission.admit(request)
            _require_single_values(request)
            return await handle(CheckedRequest(request.scope, request.receive))

        return handle_checked


class Router(APIRouter):
    """A router of such routes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=CheckedRoute, **options)
        self._start, _, _ = self.prefix.partition("{")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Asks the routes only if the path can be one of theirs.

        A service with a hundred resources has many hundred routes, each with a pattern of its own.
        """
        if self._start not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)


def _admissions(dependant: Dependant) -> Iterator[Admission]:
    for inner in dependant.dependencies:
        if isinstance(inner.call, Admission):
            yield inner.call
        yield from _admissions(inner)


def _require_single_values(request: Request) -> None:
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        raise RequestValidationError(
            [
                {"type": "repeated", "loc": ("query", name), "msg": "is there more than once"}
                for name in repeated
            ]
        )
