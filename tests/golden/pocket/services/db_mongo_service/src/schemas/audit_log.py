"""The values that may be written to documents of AuditLog."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.inputs import JsonObject, TimestampText, one_line
from shared.values import Contract


class AuditLogCreate(Contract):
    """Who did what, and when."""

    operation: Annotated[str, Field(max_length=80), one_line]
    category: Annotated[str, Field(max_length=40), one_line]
    actor_id: UUID | None = None
    entity_type: Annotated[str, Field(max_length=80), one_line]
    entity_id: Annotated[str, Field(max_length=64), one_line]
    request_id: Annotated[str, Field(max_length=80), one_line]
    occurred_at: TimestampText
    details: JsonObject = Field(default_factory=dict)
