"""The services that may call this one: each has tokens of its own, and routes that it uses."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi import Depends, Request
from starlette.types import Scope

from shared.problems import ServiceNotAllowed, ServiceTokenRequired
from shared.routing import Admission, Router

TOKEN_HEADER = b"x-service-token"
# In the routes of whoever may use all of them.
ANY = "*"


@dataclass(frozen=True, slots=True)
class CallingService:
    """A service, the tokens that it may come with, and its routes: `GET /things/{id}`.

    While its token is changed there are two; an empty one is none.
    """

    name: str
    tokens: tuple[str, ...] = field(repr=False)
    routes: frozenset[str]

    def may_use(self, method: str, path: str) -> bool:
        """Whether the route is one of its own."""
        return ANY in self.routes or f"{method} {path}" in self.routes


class Callers:
    """All services that may call this one."""

    def __init__(self, services: Iterable[CallingService] = ()) -> None:
        self.services = tuple(services)

    def identify(self, scope: Scope) -> CallingService | None:
        """The service whose token a request brings along, if it is one."""
        brought: bytes = dict(scope["headers"]).get(TOKEN_HEADER, b"")
        # All are compared, so the time that it takes says nothing about any of them.
        owners = [
            service
            for service in self.services
            for token in service.tokens
            if hmac.compare_digest(brought, token.encode()) and token
        ]
        return owners[0] if owners else None


class CallingServiceRequired(Admission):
    """Admits a service to the routes that it uses."""

    async def admit(self, request: Request) -> CallingService:
        """The service; raises the problem of one that may not come in."""
        callers = cast(Callers, request.app.state.callers)
        service = callers.identify(request.scope)
        if service is None:
            raise ServiceTokenRequired
        # Without the convertors of its parameters: `{id:uuid}` is `{id}`.
        path: str = request.scope["route"].path_format
        if not service.may_use(request.method, path.replace("{name}", _name(request))):
            raise ServiceNotAllowed
        return service

    async def __call__(self, request: Request) -> CallingService:
        """The same for a handler."""
        return await self.admit(request)


class ServiceRouter(Router):
    """A router of routes that only other services use."""

    def __init__(self, **options: Any) -> None:
        # A route is not told what is required where its router is included.
        super().__init__(dependencies=[Depends(CallingServiceRequired())], **options)


def operator(token: str) -> CallingService:
    """Whoever looks after the system from outside, if there is a token for that."""
    return CallingService("operator", (token,), frozenset({ANY}))


def _name(request: Request) -> str:
    """The operation, query or guard in the path, each of which is a route of its own."""
    return str(request.path_params.get("name", ""))
