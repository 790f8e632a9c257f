"""Rows that are kept in memory instead of in a data service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.paging import Page
from shared.problems import NotFound
from shared.values import Row

type Filters = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query made by a use case: its parameters and its page."""

    query: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    filters: Filters = field(default_factory=dict)
    sort: str | None = None
    limit: int | None = None
    cursor: str | None = None
    offset: int | None = None
    total: bool = False


class InMemoryRows[RowType: Row, Id]:
    """Rows of one entity.

    To select and to sort is the work of the data service, so `page` answers all rows, and a named
    query those that the test selected for it; what was asked is kept for the test to look at.
    """

    def __init__(self, entity: str, kind: type[RowType]) -> None:
        self.kind = kind
        self.stored: dict[Any, RowType] = {}
        self.selected: dict[str, tuple[RowType, ...]] = {}
        self.asked: list[Asked] = []
        self._entity = entity

    def put(self, *rows: RowType) -> None:
        """Stores rows, in place of older ones with the same identifiers."""
        self.stored.update({row.model_dump()["id"]: row for row in rows})

    def select(self, query: str, *rows: RowType) -> None:
        """Stores rows that a named query answers."""
        self.put(*rows)
        self.selected[query] = rows

    async def get(self, row_id: Id) -> RowType:
        """The row; raises NotFound."""
        row = await self.find(row_id)
        if row is None:
            raise NotFound(self._entity, row_id)
        return row

    async def find(self, row_id: Id) -> RowType | None:
        """The row, or None."""
        return self.stored.get(row_id)

    async def find_by(self, **filters: object) -> RowType | None:
        """The first row with these values, or None."""
        matching = (
            row
            for row in self.stored.values()
            if all(getattr(row, name) == value for name, value in filters.items())
        )
        return next(matching, None)

    def _answer(self, asked: Asked) -> Page[RowType]:
        return self._shown(asked, self.selected.get(asked.query, ()))

    def _shown(self, asked: Asked, rows: tuple[RowType, ...]) -> Page[RowType]:
        self.asked.append(asked)
        shown = rows[: asked.limit]
        more = "more" if len(shown) < len(rows) else None
        return Page(items=[*shown], next_cursor=more, total=len(rows) if asked.total else None)
