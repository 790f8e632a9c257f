"""The frame of every event on the wire."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.values import Timestamp


class Poisoned(Exception):
    """The message can never be handled, however often it is tried."""


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

    def payload[P: BaseModel](self, kind: type[P]) -> P:
        """What the event says; raises Poisoned if it is not of that kind."""
        try:
            return kind.model_validate(self.data)
        except ValidationError as error:
            raise Poisoned(reasons(error)) from None


def reasons(error: ValidationError) -> str:
    """What is wrong where, without the values: they may be secrets."""
    return "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    )
