"""Rows for tests, created and read over HTTP."""

from collections import Counter
from typing import Any

import httpx

from shared.identifiers import new_id
from src.registry import RESOURCES
from tests.support.samples import REFERENCES, SAMPLES, Values

type Row = dict[str, Any]


class Rows:
    """Creates distinct rows, with every row that they reference."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self._created: Counter[str] = Counter()

    async def values(self, entity: str, /, **overrides: Any) -> Values:
        """The values of a new row; `given` ones come first."""
        self._created[entity] += 1
        values = SAMPLES[entity](self._created[entity])
        for field, target in REFERENCES[entity].items():
            if field not in overrides:
                values[field] = (await self.create(target))["id"]
        return values | overrides

    async def post(self, entity: str, /, **overrides: Any) -> httpx.Response:
        """The answer to the attempt to make a row."""
        return await self.client.post(path(entity), json=await self.values(entity, **overrides))

    async def create(self, entity: str, /, **overrides: Any) -> Row:
        """A new row."""
        answer = await self.post(entity, **overrides)
        assert answer.status_code == 201, answer.text
        row: Row = answer.json()
        return row

    async def get(self, entity: str, id: str) -> httpx.Response:
        """The answer to a read."""
        return await self.client.get(f"{path(entity)}/{id}")

    async def patch(
        self, entity: str, id: str, changes: Values, version: int | None = None
    ) -> httpx.Response:
        """The answer to a change."""
        return await self.client.patch(
            f"{path(entity)}/{id}", json=changes, headers=if_match(version)
        )

    async def delete(self, entity: str, id: str, version: int | None = None) -> httpx.Response:
        """The answer to a removal."""
        return await self.client.delete(f"{path(entity)}/{id}", headers=if_match(version))

    async def find(self, entity: str, /, **query: Any) -> list[Row]:
        """The rows of one page."""
        items: list[Row] = (await self.page(entity, **query))["items"]
        return items

    async def page(self, entity: str, /, **query: Any) -> dict[str, Any]:
        """One page."""
        parameters = {key: as_query(value) for key, value in query.items()}
        answer = await self.client.get(path(entity), params=parameters)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    async def pages(self, entity: str, /, limit: int, **query: Any) -> list[list[Row]]:
        """All pages, each found by the cursor of the one before."""
        pages: list[list[Row]] = []
        cursor: str | None = None
        while cursor is not None or not pages:
            position = {} if cursor is None else {"cursor": cursor}
            page = await self.page(entity, limit=limit, **query, **position)
            assert page["items"] or not pages, "a full page promised another"
            pages.append(page["items"])
            cursor = page["next_cursor"]
        return pages


def unsaved(entity: str, /, **overrides: Any) -> Values:
    """The values of a row that is to be refused before anybody looks for what it refers to."""
    return SAMPLES[entity](1) | {field: str(new_id()) for field in REFERENCES[entity]} | overrides


def change_of(entity: str, number: int) -> Values:
    """A change of every own field that may change."""
    changeable = RESOURCES[entity].update.model_fields
    return {key: value for key, value in SAMPLES[entity](number).items() if key in changeable}


def readable(entity: str, values: Values) -> Values:
    """The values that the service answers again: not the secrets."""
    shown = RESOURCES[entity].row.model_fields
    return {key: value for key, value in values.items() if key in shown}


def path(entity: str) -> str:
    """Where the rows of an entity are."""
    return f"/api/v1{RESOURCES[entity].path}"


def if_match(version: int | None) -> dict[str, str]:
    """The header with the version that was read."""
    return {} if version is None else {"If-Match": str(version)}


def as_query(value: Any) -> str:
    """A JSON value as a query parameter."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def ids(rows: list[Row]) -> list[str]:
    """The identifiers, in their order."""
    return [row["id"] for row in rows]


def typed(entity: str, row: Row, field: str) -> Any:
    """A value in a form that compares as the database does."""
    return getattr(RESOURCES[entity].row.model_validate(row), field)
