"""Routes of guards and queries."""

from typing import Annotated, Any

from fastapi import Query as QueryParameters
from fastapi import Request
from pydantic import BaseModel, ValidationError

from shared.callers import ServiceRouter
from shared.paging import Page
from shared.problems import validation_problem
from src.api.v1.parameters import parameters_of
from src.core.container import Container
from src.registry import RESOURCES
from src.repositories.rows import RowRepository
from src.repositories.selection import selection
from src.stored.guards import GUARDS, Guard
from src.stored.queries import QUERIES, Query


class Verdict(BaseModel):
    """Whether a guard holds now."""

    holds: bool


def build_stored_router(container: Container) -> ServiceRouter:
    """A route for each guard and for each query."""
    router = ServiceRouter(tags=["stored"])
    for name, guard in GUARDS.items():
        _add_guard(router, container, name, guard)
    for name, query in QUERIES.items():
        _add_query(router, container, name, query)
    return router


def _add_guard(router: ServiceRouter, container: Container, name: str, guard: Guard) -> None:
    @router.get(f"/guards/{name}")
    async def ask_guard(
        parameters: Annotated[guard.parameters, QueryParameters()],  # type: ignore[name-defined]
    ) -> Verdict:
        """Whether the guard holds now."""
        async with container.sessions.reading() as session:
            return Verdict(holds=bool(await session.scalar(guard.statement(parameters))))


def _add_query(router: ServiceRouter, container: Container, name: str, query: Query) -> None:
    resource = RESOURCES[query.entity]

    @router.get(
        f"/queries/{name}",
        response_model=resource.page,
        openapi_extra=parameters_of(resource, query.parameters),
    )
    async def list_rows(request: Request) -> Page[Any]:
        """A page of the rows of the query; other parameters filter, sort and page."""
        filters = dict(request.query_params)
        own = {key: filters.pop(key) for key in query.parameters.model_fields if key in filters}
        try:
            condition = query.condition(query.parameters.model_validate(own))
        except ValidationError as error:
            errors = ({**one, "loc": ("query", *one["loc"])} for one in error.errors())
            raise validation_problem(list(errors)) from error
        async with container.sessions.reading() as session:
            return await RowRepository(session, resource).page(
                selection(resource, filters), condition
            )
