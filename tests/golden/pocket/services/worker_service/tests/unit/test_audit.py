"""Audit records are written once, under the identifier of their event."""

from typing import Any

import pytest

from shared.identifiers import new_id
from src.consumers.audit import AuditConsumer
from tests.support.events import event_of


class AuditTrail:
    """Records by identifier."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}

    async def put(self, id: str, values: dict[str, Any]) -> None:
        self.records.setdefault(id, values)


@pytest.mark.parametrize("actor_id", [None, str(new_id())])
async def test_audit_record_says_who_did_what(actor_id: str | None) -> None:
    data = {
        "operation": "create_thing",
        "category": "things",
        "actor_id": actor_id,
        "entity_type": "thing",
        "entity_id": "1",
        "details": {"name": "first"},
    }
    audit_log, event = AuditTrail(), event_of("audit.recorded", data)
    for _ in range(2):
        await AuditConsumer(audit_log).handle(event)
    timestamp = {"request_id": "req-1", "occurred_at": "2030-01-31T12:00:00Z"}
    assert audit_log.records == {str(event.event_id): {**data, **timestamp}}
