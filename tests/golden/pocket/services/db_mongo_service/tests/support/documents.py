"""Documents for tests, created and read over HTTP."""

from collections import Counter
from typing import Any

import httpx

from src.registry import RESOURCES
from tests.support.samples import SAMPLES, Values

type Document = dict[str, Any]


class Documents:
    """Creates distinct documents."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self._created: Counter[str] = Counter()

    def values(self, entity: str, /, **overrides: Any) -> Values:
        """The values of a new document; `given` ones come first."""
        self._created[entity] += 1
        return SAMPLES[entity](self._created[entity]) | overrides

    async def post(self, entity: str, /, **overrides: Any) -> httpx.Response:
        """The answer to the attempt to make a document."""
        return await self.client.post(path(entity), json=self.values(entity, **overrides))

    async def create(self, entity: str, /, **overrides: Any) -> Document:
        """A new document."""
        answer = await self.post(entity, **overrides)
        assert answer.status_code == 201, answer.text
        document: Document = answer.json()
        return document

    async def get(self, entity: str, id: str) -> httpx.Response:
        """The answer to a read."""
        return await self.client.get(f"{path(entity)}/{id}")

    async def put(self, entity: str, id: str, values: Values) -> httpx.Response:
        """The answer to the attempt to store a document under that identifier."""
        return await self.client.put(f"{path(entity)}/{id}", json=values)

    async def find(self, entity: str, **query: Any) -> list[Document]:
        """The documents of one page."""
        items: list[Document] = (await self.page(entity, **query))["items"]
        return items

    async def page(self, entity: str, **query: Any) -> dict[str, Any]:
        """One page."""
        parameters = {key: as_query(value) for key, value in query.items()}
        answer = await self.client.get(path(entity), params=parameters)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    async def pages(self, entity: str, limit: int, **query: Any) -> list[list[Document]]:
        """All pages, each found by the cursor of the one before."""
        pages: list[list[Document]] = []
        cursor: str | None = None
        while cursor is not None or not pages:
            position = {} if cursor is None else {"cursor": cursor}
            page = await self.page(entity, limit=limit, **query, **position)
            assert page["items"] or not pages, "a full page promised another"
            pages.append(page["items"])
            cursor = page["next_cursor"]
        return pages


def path(entity: str) -> str:
    """Where the documents of an entity are."""
    return f"/api/v1{RESOURCES[entity].path}"


def as_query(value: Any) -> str:
    """A JSON value as a query parameter."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def ids(documents: list[Document]) -> list[str]:
    """The identifiers, in their order."""
    return [document["id"] for document in documents]


def typed(entity: str, document: Document, field: str) -> Any:
    """A value in a form that compares as the database does."""
    return getattr(RESOURCES[entity].row.model_validate(document), field)
