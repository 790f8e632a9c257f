"""The description of a collection for the generic code of the service."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel
from shared.paging import Page
from shared.values import Row


# No field of an entity begins with an underscore.
EXPIRES_AT = "_expires_at"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a document is kept after it was created: days, or months of the calendar."""

    unit: Literal["day", "month"]
    amount: int

    def end(self, start: datetime) -> datetime:
        """When it is over; a month later is the same day, or the last one of a shorter month."""
        if self.unit == "day":
            return start + timedelta(days=self.amount)
        years, month = divmod(start.month - 1 + self.amount, 12)
        last = monthrange(start.year + years, month + 1)[1]
        return start.replace(
            year=start.year + years, month=month + 1, day=min(start.day, last)
        )


@dataclass(frozen=True, slots=True)
class Resource:
    """A collection with its schema, its indexes and how long documents are kept.

    `former_fields` leads from the name that a field had to the one it has.
    """

    name: str
    collection: str
    path: str
    row: type[Row]
    page: type[Page[Any]]
    create: type[BaseModel]
    properties: dict[str, Any]
    required: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]
    retention: Retention | None
    fields: tuple[str, ...]
    timestamps: tuple[str, ...]
    former_collection: str | None = None
    former_fields: Mapping[str, str] = field(default_factory=dict)

    def validator(self) -> dict[str, Any]:
        """The JSON schema that the database itself enforces."""
        properties = {
            "_id": {"bsonType": "string"},
            "created_at": {"bsonType": "date"},
            EXPIRES_AT: {"bsonType": "date"},
            **self.properties,
        }
        required = ["_id", "created_at", *self.required]
        schema = {"bsonType": "object", "required": required, "properties": properties}
        return {"$jsonSchema": {**schema, "additionalProperties": False}}

    def read(self, document: dict[str, Any]) -> Row:
        """The document as services exchange it."""
        return self.row.model_validate({**document, "id": document["_id"]})
