"""Statements over the documents of any collection."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from shared.identifiers import new_id
from shared.problems import NotFound, UniqueViolation
from src.repositories.resource import EXPIRES_AT, Resource
from src.repositories.selection import Selection, cursor_of, filters


class DocumentRepository:
    """Reads and adds documents of one collection."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], resource: Resource) -> None:
        self._collection = database[resource.collection]
        self._resource = resource

    async def get(self, id: str) -> dict[str, Any]:
        """The document as JSON; raises NotFound."""
        document = await self._collection.find_one({"_id": id})
        if document is None:
            raise NotFound(self._resource.name, id)
        return self._resource.dump(document)

    async def page(self, chosen: Selection) -> dict[str, Any]:
        """The page of a selection, as JSON."""
        query = chosen.filters
        if chosen.position is not None:
            query = {"$and": [query, chosen.position]}
        cursor = self._collection.find(query).sort(chosen.order).skip(chosen.offset)
        # One document more than asked for tells whether there is a next page.
        documents = await cursor.limit(chosen.limit + 1).to_list()
        more = len(documents) > chosen.limit
        documents = documents[: chosen.limit]
        total = await self._collection.count_documents(chosen.filters) if chosen.total else None
        return {
            "items": [self._resource.dump(document) for document in documents],
            "next_cursor": cursor_of(chosen, documents[-1]) if more else None,
            "total": total,
        }

    async def count(self, query: Mapping[str, str]) -> int:
        """How many documents the filters leave."""
        return await self._collection.count_documents(filters(self._resource, query))

    async def create(self, values: Mapping[str, Any], id: str | None = None) -> dict[str, Any]:
        """A new document as JSON; its identifier must be free."""
        document = self._document(values, id or str(new_id()))
        try:
            await self._collection.insert_one(document)
        except DuplicateKeyError as error:
            raise UniqueViolation(["id"]) from error
        return self._resource.dump(document)

    async def put(self, id: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
        """The document under that identifier, and whether it is new; an old one is not changed."""
        document = self._document(values, id)
        try:
            await self._collection.insert_one(document)
        except DuplicateKeyError:
            return await self.get(id), False
        return self._resource.dump(document), True

    def _document(self, values: Mapping[str, Any], id: str) -> dict[str, Any]:
        checked = self._resource.create.model_validate(values)
        document = checked.model_dump(mode="json")
        for name in self._resource.timestamps:
            document[name] = _as_stored(getattr(checked, name))
        created_at, retention = datetime.now(UTC), self._resource.retention
        if retention is not None:
            document[EXPIRES_AT] = _as_stored(retention.end(created_at))
        return {"_id": id, "created_at": _as_stored(created_at), **document}


def _as_stored(timestamp: datetime | None) -> datetime | None:
    """The timestamp in milliseconds, the precision of the database."""
    if timestamp is None:
        return None
    return timestamp.replace(microsecond=timestamp.microsecond // 1000 * 1000)
