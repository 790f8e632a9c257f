"""Writes the audit log from the events of audited operations."""

from typing import Any, Protocol

import structlog

from shared.messaging.envelope import EventEnvelope
from shared.notifications import AuditRecord

QUEUE = "q.worker_service.audit"
EVENTS = (AuditRecord.event_name,)

log = structlog.get_logger()


class AuditTrail(Protocol):
    """Where audit records are kept."""

    async def put(self, row_id: str, values: dict[str, Any]) -> None:
        """Stores a record; a second one with the same identifier changes nothing."""


class AuditConsumer:
    """Stores one record per event."""

    def __init__(self, audit_log: AuditTrail) -> None:
        self._audit_log = audit_log

    async def handle(self, event: EventEnvelope) -> None:
        """Stores the record of one event; a repeated event leaves it as it is."""
        record = event.payload(AuditRecord)
        values = record.model_dump(mode="json", exclude={"actor_id"})
        timestamp = event.model_dump(mode="json")["occurred_at"]
        actor_id = None if record.actor_id is None else str(record.actor_id)
        extra = {"request_id": event.request_id, "occurred_at": timestamp, "actor_id": actor_id}
        await self._audit_log.put(str(event.event_id), values | extra)
        log.info("audit_recorded", operation=record.operation, entity_id=record.entity_id)
