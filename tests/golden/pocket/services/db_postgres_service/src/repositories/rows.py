"""Statements over the rows of any entity."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from shared.paging import Page
from shared.problems import NotFound
from shared.unit_of_work import VersionConflict
from src.models.base import Entity
from src.repositories.resource import Resource
from src.repositories.selection import Selection, conditions, cursor_of


def page_statement(
    resource: Resource, chosen: Selection, condition: ColumnElement[bool] | None = None
) -> Select[Any]:
    """The rows of a page, and one more if there is a next page."""
    position = () if chosen.position is None else (chosen.position,)
    return (
        select(resource.model)
        .where(*_filters(chosen, condition), *position)
        .order_by(*(order.clause for order in chosen.order))
        .limit(chosen.limit + 1)
        .offset(chosen.offset)
    )


def _filters(
    chosen: Selection, condition: ColumnElement[bool] | None
) -> tuple[ColumnElement[bool], ...]:
    return chosen.conditions if condition is None else (*chosen.conditions, condition)


class RowRepository:
    """Reads and writes rows of one entity in a session; it never commits."""

    def __init__(self, session: AsyncSession, resource: Resource) -> None:
        self._session = session
        self._resource = resource

    async def get(self, id: UUID) -> Entity:
        """The row; raises NotFound."""
        row = await self._session.get(self._resource.model, id)
        if row is None:
            raise NotFound(self._resource.name, id)
        return row

    async def page(
        self, chosen: Selection, condition: ColumnElement[bool] | None = None
    ) -> Page[Any]:
        """The page of a selection."""
        statement = page_statement(self._resource, chosen, condition)
        rows = list(await self._session.scalars(statement))
        more = len(rows) > chosen.limit
        rows = rows[: chosen.limit]
        total = await self._total(chosen, condition) if chosen.total else None
        return self._resource.page(
            items=[self._resource.row.model_validate(row) for row in rows],
            next_cursor=cursor_of(chosen.order, rows[-1]) if more else None,
            total=total,
        )

    async def _total(self, chosen: Selection, condition: ColumnElement[bool] | None) -> int:
        statement = select(func.count()).select_from(self._resource.model)
        return await self._session.scalar(statement.where(*_filters(chosen, condition))) or 0

    async def count(self, query: Mapping[str, str]) -> int:
        """How many rows the filters leave."""
        statement = select(func.count()).select_from(self._resource.model)
        return await self._session.scalar(statement.where(*conditions(self._resource, query))) or 0

    async def create(self, values: BaseModel, id: UUID | None = None) -> Entity:
        """A new row."""
        row = self._resource.model(**values.model_dump())
        if id is not None:
            row.id = id
        self._session.add(row)
        await self._session.flush()
        return row

    async def update(self, id: UUID, changes: BaseModel, version: int | None = None) -> Entity:
        """The changed row; raises VersionConflict if it is no longer the one that was read."""
        row = await self.get(id)
        require_version(row, version)
        for name, value in changes.model_dump(exclude_unset=True).items():
            setattr(row, name, value)
        await self._flush(id)
        return row

    async def delete(self, id: UUID, version: int | None = None) -> None:
        """Removes the row; raises VersionConflict if it is no longer the one that was read."""
        row = await self.get(id)
        require_version(row, version)
        await self._session.delete(row)
        await self._flush(id)

    async def _flush(self, id: UUID) -> None:
        try:
            await self._session.flush()
        except StaleDataError as error:
            # Another transaction changed the row after it was read here.
            raise VersionConflict(f"{self._resource.model.__name__} {id} has changed") from error


def require_version(entity: Entity, version: int | None) -> None:
    """Raises VersionConflict unless the row still has the version."""
    if version is not None and entity.version != version:
        raise VersionConflict(f"{type(entity).__name__} {entity.id} has changed")
