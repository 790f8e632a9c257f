"""Routes of the rows of an entity."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Request, Response
from pydantic import ValidationError
from shared.routing import Router
from shared.problems import RowChanged, validation_problem
from shared.unit_of_work import VersionConflict
from sqlalchemy.exc import IntegrityError

from src.core.container import Container
from src.repositories.resource import Resource
from src.repositories.rows import RowRepository
from src.repositories.selection import selection
from src.repositories.unit_of_work import constraint_problem

type Body = dict[str, Any]
type Version = Annotated[int | None, Header(alias="If-Match")]


def build_rows_router(container: Container, resource: Resource) -> Router:
    """Create, read, update, delete, list and count."""
    router = Router(prefix=resource.path, tags=[resource.name])
    rows = _Rows(container, resource)
    router.add_api_route("", rows.list, methods=["GET"])
    router.add_api_route("", rows.create, methods=["POST"], status_code=201)
    router.add_api_route("/count", rows.count, methods=["GET"])
    router.add_api_route("/{id}", rows.get, methods=["GET"])
    router.add_api_route("/{id}", rows.update, methods=["PATCH"])
    router.add_api_route("/{id}", rows.delete, methods=["DELETE"], status_code=204)
    return router


class _Rows:
    """The handlers of one entity."""

    def __init__(self, container: Container, resource: Resource) -> None:
        self._container = container
        self._resource = resource

    async def list(self, request: Request) -> Body:
        """A page of rows, filtered and sorted by query parameters."""
        chosen = selection(self._resource, request.query_params)
        async with self._container.sessions.reading() as session:
            return await RowRepository(session, self._resource).page(chosen)

    async def count(self, request: Request) -> Body:
        """How many rows the filters leave."""
        async with self._container.sessions.reading() as session:
            number = await RowRepository(session, self._resource).count(request.query_params)
            return {"count": number}

    async def get(self, id: UUID) -> Body:
        """One row."""
        async with self._container.sessions.reading() as session:
            return self._resource.dump(await RowRepository(session, self._resource).get(id))

    async def create(self, body: Body) -> Body:
        """A new row."""
        try:
            async with self._container.sessions.begin() as session:
                created = await RowRepository(session, self._resource).create(body)
                return self._resource.dump(created)
        except ValidationError as error:
            raise validation_problem(error.errors()) from error
        except IntegrityError as error:
            raise constraint_problem(error) from error

    async def update(self, id: UUID, body: Body, version: Version = None) -> Body:
        """The changed row; If-Match holds the version that was read."""
        try:
            async with self._container.sessions.begin() as session:
                repository = RowRepository(session, self._resource)
                changed = await repository.update(id, body, version)
                return self._resource.dump(changed)
        except ValidationError as error:
            raise validation_problem(error.errors()) from error
        except VersionConflict as error:
            raise RowChanged from error
        except IntegrityError as error:
            raise constraint_problem(error) from error

    async def delete(self, id: UUID, version: Version = None) -> Response:
        """Removes the row."""
        try:
            async with self._container.sessions.begin() as session:
                await RowRepository(session, self._resource).delete(id, version)
        except VersionConflict as error:
            raise RowChanged from error
        except IntegrityError as error:
            raise constraint_problem(error) from error
        return Response(status_code=204)
