"""Routes of the rows of an entity."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Request, Response
from pydantic import BaseModel

from shared.callers import ServiceRouter
from shared.paging import Page
from src.api.problems import MISSING, ROW_CONFLICTS
from src.api.v1.parameters import filters_of, parameters_of
from src.core.container import Container
from src.models.base import Entity
from src.repositories.resource import Resource
from src.repositories.rows import RowRepository
from src.repositories.selection import selection

type Version = Annotated[int | None, Header(alias="If-Match")]

# Whatever is no identifier is no row, and `count` is none.
ONE = "/{id:uuid}"


class Count(BaseModel):
    """How many rows there are."""

    count: int


def build_rows_router(container: Container, resource: Resource) -> ServiceRouter:
    """Create, read, update, delete, list and count."""
    router = ServiceRouter(prefix=resource.path, tags=[resource.name])
    sessions, changes = container.sessions, MISSING | ROW_CONFLICTS

    @router.get("", response_model=resource.page, openapi_extra=parameters_of(resource))
    async def list_rows(request: Request) -> Page[Any]:
        """A page of rows, filtered and sorted by query parameters."""
        chosen = selection(resource, request.query_params)
        async with sessions.reading() as session:
            return await RowRepository(session, resource).page(chosen)

    @router.get("/count", openapi_extra=filters_of(resource))
    async def count_rows(request: Request) -> Count:
        """How many rows the filters leave."""
        async with sessions.reading() as session:
            number = await RowRepository(session, resource).count(request.query_params)
            return Count(count=number)

    @router.get(ONE, response_model=resource.row, responses=MISSING)
    async def get_row(id: UUID) -> Entity:
        """One row."""
        async with sessions.reading() as session:
            return await RowRepository(session, resource).get(id)

    @router.post("", status_code=201, response_model=resource.row, responses=ROW_CONFLICTS)
    async def create_row(
        body: resource.create,  # type: ignore[name-defined]
        request: Request,
        response: Response,
    ) -> Entity:
        """A new row."""
        async with sessions.begin() as session:
            row = await RowRepository(session, resource).create(body)
        response.headers["Location"] = f"{request.url.path}/{row.id}"
        return row

    @router.patch(ONE, response_model=resource.row, responses=changes)
    async def update_row(
        id: UUID,
        body: resource.update,  # type: ignore[name-defined]
        version: Version = None,
    ) -> Entity:
        """The changed row; If-Match holds the version that was read."""
        async with sessions.begin() as session:
            return await RowRepository(session, resource).update(id, body, version)

    @router.delete(ONE, status_code=204, responses=changes)
    async def delete_row(id: UUID, version: Version = None) -> None:
        """Removes the row; If-Match holds the version that was read."""
        async with sessions.begin() as session:
            await RowRepository(session, resource).delete(id, version)

    return router
