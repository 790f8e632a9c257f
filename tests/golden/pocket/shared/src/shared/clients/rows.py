"""The client of any entity."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from shared.http import ServiceClient
from shared.paging import MAX_LIMIT, Page
from shared.problems import NotFound
from shared.unit_of_work import wire_value
from shared.values import Row

type Filters = Mapping[str, object]


class RowsClient[RowType: Row, Id]:
    """Reads and writes the rows of one entity through its data service."""

    kind: ClassVar[type[Row]]
    path: ClassVar[str]

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def _row(self, data: Any) -> RowType:
        return self.kind.model_validate(data)  # type: ignore[return-value]

    async def get(self, row_id: Id) -> RowType:
        """The row; raises NotFound."""
        return self._row(await self._client.get(f"{self.path}/{row_id}"))

    async def find(self, row_id: Id) -> RowType | None:
        """The row, or None."""
        try:
            return await self.get(row_id)
        except NotFound:
            return None

    async def find_by(self, **filters: object) -> RowType | None:
        """The first row with these values, or None; a value that is missing is a mistake."""
        missing = [name for name, value in filters.items() if value is None]
        if missing:
            raise ValueError(f"no value to find a row by: {', '.join(missing)}")
        page = await self.page(filters, limit=1)
        return page.items[0] if page.items else None

    async def page(
        self,
        filters: Filters | None = None,
        *,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        offset: int | None = None,
        total: bool = False,
    ) -> Page[RowType]:
        """A page of rows."""
        paging = paging_of(sort, limit, cursor, offset, total=total)
        return await self._page(self.path, filters or {}, paging)

    async def put(self, row_id: Id, values: Mapping[str, Any]) -> None:
        """Stores a row under its identifier; a second time changes nothing."""
        body = {key: wire_value(value) for key, value in values.items()}
        await self._client.call("PUT", f"{self.path}/{row_id}", body=body)

    async def _page(self, path: str, filters: Filters, paging: Filters) -> Page[RowType]:
        answer = await self._client.get(path, _query({**filters, **paging}))
        items = [self._row(item) for item in answer["items"]]
        return Page(items=items, next_cursor=answer["next_cursor"], total=answer["total"])

    async def _all(self, path: str, parameters: Filters) -> AsyncIterator[RowType]:
        cursor: str | None = None
        while True:
            page = await self._page(path, parameters, paging_of(None, MAX_LIMIT, cursor, None))
            for row in page.items:
                yield row
            cursor = page.next_cursor
            if cursor is None:
                return


def paging_of(
    sort: str | None,
    limit: int | None,
    cursor: str | None,
    offset: int | None,
    *,
    total: bool = False,
) -> dict[str, object]:
    return {
        "sort": sort,
        "limit": limit,
        "cursor": cursor,
        "offset": offset,
        "total": total or None,
    }


def _query(values: Filters) -> dict[str, str]:
    return {key: _text(value) for key, value in values.items() if value is not None}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset):
        return ",".join(sorted(_text(item) for item in value))
    return str(wire_value(value))
