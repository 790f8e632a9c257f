"""The frame of every event on the wire."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.values import Timestamp


class EventEnvelope(BaseModel):
    """An event with where it comes from; newer members do not break older readers."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: UUID
    name: str
    version: int
    occurred_at: Timestamp
    request_id: str
    actor_id: UUID | None
    service: str
    data: dict[str, Any]
