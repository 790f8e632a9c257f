"""What may be written into documents of AuditLog."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.values import Contract, Moment


class AuditLogCreate(Contract):
    """Who did what, and when."""

    operation: Annotated[str, Field(max_length=80)]
    category: Annotated[str, Field(max_length=40)]
    actor_id: UUID | None = None
    entity_type: Annotated[str, Field(max_length=80)]
    entity_id: Annotated[str, Field(max_length=64)]
    request_id: Annotated[str, Field(max_length=80)]
    occurred_at: Moment
    details: dict[str, Any] = Field(default_factory=dict)
