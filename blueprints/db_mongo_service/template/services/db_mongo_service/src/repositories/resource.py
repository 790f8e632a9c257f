"""What the service knows of a collection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from shared.values import Row


@dataclass(frozen=True, slots=True)
class Resource:
    """A collection with its schema, its indexes and how long documents are kept.

    `former_fields` leads from the name that a field had to the one it has.
    """

    name: str
    collection: str
    path: str
    row: type[Row]
    create: type[BaseModel]
    properties: dict[str, Any]
    required: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]
    retention_seconds: int | None
    fields: tuple[str, ...]
    timestamps: tuple[str, ...]
    former_collection: str | None = None
    former_fields: Mapping[str, str] = field(default_factory=dict)

    def validator(self) -> dict[str, Any]:
        """The JSON schema that the database itself enforces."""
        properties = {
            "_id": {"bsonType": "string"},
            "created_at": {"bsonType": "date"},
            **self.properties,
        }
        required = ["_id", "created_at", *self.required]
        schema = {"bsonType": "object", "required": required, "properties": properties}
        return {"$jsonSchema": {**schema, "additionalProperties": False}}

    def dump(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document as JSON."""
        values = {**document, "id": document["_id"]}
        return self.row.model_validate(values).model_dump(mode="json")
