"""The description of an entity for the generic code of the service."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from shared.paging import Page
from shared.values import Row
from src.models.base import Entity


@dataclass(frozen=True, slots=True)
class Resource:
    """An entity with its model, its row and its schemas; hidden fields are no filters."""

    name: str
    path: str
    model: type[Entity]
    row: type[Row]
    page: type[Page[Any]]
    create: type[BaseModel]
    update: type[BaseModel]
    hidden: frozenset[str]

    def dump(self, entity: Entity) -> dict[str, Any]:
        """The row as JSON."""
        return self.row.model_validate(entity).model_dump(mode="json")
