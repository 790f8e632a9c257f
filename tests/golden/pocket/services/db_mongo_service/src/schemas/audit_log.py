"""The values that may be written to documents of AuditLog."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.values import Contract, Line, Timestamp


class AuditLogCreate(Contract):
    """Who did what, and when."""

    operation: Annotated[Line, Field(max_length=80)]
    category: Annotated[Line, Field(max_length=40)]
    actor_id: UUID | None = None
    entity_type: Annotated[Line, Field(max_length=80)]
    entity_id: Annotated[Line, Field(max_length=64)]
    request_id: Annotated[Line, Field(max_length=80)]
    occurred_at: Timestamp
    details: dict[str, Any] = Field(default_factory=dict)
