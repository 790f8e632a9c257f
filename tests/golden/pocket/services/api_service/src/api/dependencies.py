"""Dependencies of routes: the container and the caller."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.problems import NotAuthenticated
from src.application.caller import Caller
from src.core.container import Container


# Async, though nothing is awaited: anything else would be given a thread for each request.
async def get_container(request: Request) -> Container:
    """The parts of the service."""
    return cast(Container, request.app.state.container)


ContainerDep = Annotated[Container, Depends(get_container)]

bearer = HTTPBearer(auto_error=False, description="The access token that a log-in answers.")


async def get_caller(
    container: ContainerDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Caller:
    """The signed-in person; raises NotAuthenticated if there is none."""
    if credentials is None:
        raise NotAuthenticated
    account_id = container.access_tokens.read(credentials.credentials)
    if account_id is None:
        raise NotAuthenticated("The access token is not valid")
    return Caller(account_id=account_id)


CallerDep = Annotated[Caller, Depends(get_caller)]
