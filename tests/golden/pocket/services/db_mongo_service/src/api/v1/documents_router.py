"""Routes of the documents of a collection."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel

from shared.callers import ServiceRouter
from shared.identifiers import new_id
from shared.paging import Page
from shared.values import Row
from src.api.problems import MISSING
from src.api.v1.parameters import filters_of, parameters_of
from src.core.container import Container
from src.repositories.documents import DocumentRepository
from src.repositories.resource import Resource
from src.repositories.selection import selection

# Whatever is no identifier is no document, and `count` is none.
ONE = "/{id:uuid}"


class Count(BaseModel):
    """How many documents there are."""

    count: int


def build_documents_router(container: Container, resource: Resource) -> ServiceRouter:
    """Create, read, list and count; no record is ever changed or deleted."""
    router = ServiceRouter(prefix=resource.path, tags=[resource.name])
    repository = DocumentRepository(container.database, resource)

    @router.get("", response_model=resource.page, openapi_extra=parameters_of(resource))
    async def list_documents(request: Request) -> Page[Any]:
        """A page of documents, filtered and sorted by query parameters."""
        return await repository.page(selection(resource, request.query_params))

    @router.get("/count", openapi_extra=filters_of(resource))
    async def count_documents(request: Request) -> Count:
        """How many documents the filters leave."""
        return Count(count=await repository.count(request.query_params))

    @router.get(ONE, response_model=resource.row, responses=MISSING)
    async def get_document(id: UUID) -> Row:
        """One document."""
        return await repository.get(str(id))

    @router.post("", status_code=201, response_model=resource.row)
    async def create_document(
        body: resource.create,  # type: ignore[name-defined]
        request: Request,
        response: Response,
    ) -> Row:
        """A new document."""
        id = str(new_id())
        response.headers["Location"] = f"{request.url.path}/{id}"
        document, _ = await repository.put(id, body)
        return document

    @router.put(
        ONE, response_model=resource.row, responses=MISSING | {201: {"model": resource.row}}
    )
    async def put_document(
        id: UUID,
        body: resource.create,  # type: ignore[name-defined]
        response: Response,
    ) -> Row:
        """The document under that identifier; one that exists is not changed."""
        document, is_new = await repository.put(str(id), body)
        response.status_code = 201 if is_new else 200
        return document

    return router
