"""Dependencies of routes: the container and the caller."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from shared.problems import NotAuthenticated
from shared.routing import Admission
from src.application.caller import Caller
from src.core.container import Container


# Async, though nothing is awaited: anything else would be given a thread for each request.
async def get_container(request: Request) -> Container:
    """The parts of the service."""
    return cast(Container, request.app.state.container)


ContainerDep = Annotated[Container, Depends(get_container)]

bearer = HTTPBearer(auto_error=False, description="The access token that a log-in answers.")


class SignedIn(Admission):
    """The signed-in person; raises NotAuthenticated if there is none."""

    async def admit(self, request: Request) -> Caller:
        """The person according to the access token."""
        credentials = await bearer(request)
        if credentials is None:
            raise NotAuthenticated
        container = await get_container(request)
        account_id = container.access_tokens.read(credentials.credentials)
        if account_id is None:
            raise NotAuthenticated("The access token is not valid")
        return Caller(account_id=account_id)

    async def __call__(self, request: Request, _: Annotated[object, Depends(bearer)]) -> Caller:
        """The same for a handler; the scheme is part of the OpenAPI document."""
        return await self.admit(request)


CallerDep = Annotated[Caller, Depends(SignedIn())]
