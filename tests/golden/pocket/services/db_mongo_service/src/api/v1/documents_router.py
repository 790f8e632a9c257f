"""Routes of the documents of a collection."""

from typing import Any

from fastapi import Request, Response
from pydantic import ValidationError

from shared.problems import validation_problem
from shared.routing import Router
from src.core.container import Container
from src.repositories.documents import DocumentRepository
from src.repositories.resource import Resource
from src.repositories.selection import selection

type Body = dict[str, Any]


def build_documents_router(container: Container, resource: Resource) -> Router:
    """Create, read, list and count; no record is ever changed or deleted."""
    router = Router(prefix=resource.path, tags=[resource.name])
    repository = DocumentRepository(container.database, resource)

    @router.get("")
    async def list_documents(request: Request) -> Body:
        """A page of documents, filtered and sorted by query parameters."""
        return await repository.page(selection(resource, request.query_params))

    @router.get("/count")
    async def count_documents(request: Request) -> Body:
        """How many documents the filters leave."""
        return {"count": await repository.count(request.query_params)}

    @router.get("/{id}")
    async def get_document(id: str) -> Body:
        """One document."""
        return await repository.get(id)

    @router.post("", status_code=201)
    async def create_document(body: Body) -> Body:
        """A new document."""
        try:
            return await repository.create(body)
        except ValidationError as error:
            raise validation_problem(error.errors()) from error

    @router.put("/{id}")
    async def put_document(id: str, body: Body, response: Response) -> Body:
        """The document under that identifier; one that exists is not changed."""
        try:
            document, created = await repository.put(id, body)
        except ValidationError as error:
            raise validation_problem(error.errors()) from error
        response.status_code = 201 if created else 200
        return document

    return router
