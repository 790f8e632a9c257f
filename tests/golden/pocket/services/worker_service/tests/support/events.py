"""Events as they come from the broker."""

from datetime import UTC, datetime
from typing import Any

from shared.identifiers import new_id
from shared.messaging.envelope import EventEnvelope

NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


def event_of(name: str, data: dict[str, Any]) -> EventEnvelope:
    """A new event."""
    return EventEnvelope(
        event_id=new_id(),
        name=name,
        version=1,
        occurred_at=NOON,
        request_id="req-1",
        actor_id=None,
        service="tests",
        data=data,
    )
