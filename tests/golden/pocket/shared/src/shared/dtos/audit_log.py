"""Who did what, and when."""

from typing import Any
from uuid import UUID

from shared.values import Row, Timestamp


class AuditLog(Row):
    """Who did what, and when."""

    id: str
    operation: str
    category: str
    actor_id: UUID | None = None
    entity_type: str
    entity_id: str
    request_id: str
    occurred_at: Timestamp
    details: dict[str, Any]
    created_at: Timestamp
