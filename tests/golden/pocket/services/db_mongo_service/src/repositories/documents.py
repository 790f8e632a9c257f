"""Statements over the documents of any collection."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from shared.paging import Page
from shared.problems import NotFound
from shared.values import Row
from src.repositories.resource import EXPIRES_AT, Resource
from src.repositories.selection import Selection, cursor_of, filters


class DocumentRepository:
    """Reads and adds documents of one collection."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], resource: Resource) -> None:
        self._collection = database[resource.collection]
        self._resource = resource

    async def get(self, id: str) -> Row:
        """The document; raises NotFound."""
        document = await self._collection.find_one({"_id": id})
        if document is None:
            raise NotFound(self._resource.name, id)
        return self._resource.read(document)

    async def page(self, chosen: Selection) -> Page[Any]:
        """The page of a selection."""
        query = chosen.filters
        if chosen.position is not None:
            query = {"$and": [query, chosen.position]}
        cursor = self._collection.find(query).sort(chosen.order).skip(chosen.offset)
        # One document more than asked for tells whether there is a next page.
        documents = await cursor.limit(chosen.limit + 1).to_list()
        more = len(documents) > chosen.limit
        documents = documents[: chosen.limit]
        total = await self._collection.count_documents(chosen.filters) if chosen.total else None
        return self._resource.page(
            items=[self._resource.read(document) for document in documents],
            next_cursor=cursor_of(chosen, documents[-1]) if more else None,
            total=total,
        )

    async def count(self, query: Mapping[str, str]) -> int:
        """How many documents the filters leave."""
        return await self._collection.count_documents(filters(self._resource, query))

    async def put(self, id: str, values: BaseModel) -> tuple[Row, bool]:
        """The document under that identifier, and whether it is new; an old one is not changed."""
        document = self._document(values, id)
        try:
            await self._collection.insert_one(document)
        except DuplicateKeyError:
            return await self.get(id), False
        return self._resource.read(document), True

    def _document(self, values: BaseModel, id: str) -> dict[str, Any]:
        document = values.model_dump(mode="json")
        for name in self._resource.timestamps:
            document[name] = _as_stored(getattr(values, name))
        created_at, retention = datetime.now(UTC), self._resource.retention
        if retention is not None:
            document[EXPIRES_AT] = _as_stored(retention.end(created_at))
        return {"_id": id, "created_at": _as_stored(created_at), **document}


def _as_stored(timestamp: datetime | None) -> datetime | None:
    """The timestamp in milliseconds, the precision of the database."""
    if timestamp is None:
        return None
    return timestamp.replace(microsecond=timestamp.microsecond // 1000 * 1000)
