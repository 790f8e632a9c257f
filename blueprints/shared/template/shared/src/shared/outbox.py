"""Contracts and client of the outbox in the PostgreSQL data service."""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.http import ServiceClient
from shared.unit_of_work import OutgoingEvent
from shared.values import Contract, Timestamp

OUTBOX = "/api/v1/outbox"
MAX_BATCH = 1000
NO_WAIT = timedelta(0)
# How long the answer to a claim may take beyond the waiting that it asked for.
CLAIM_ANSWER = timedelta(seconds=5)


class ClaimRequest(Contract):
    """Claims events, waiting for the first one if there are none."""

    limit: int = Field(ge=1, le=MAX_BATCH)
    lease_seconds: int = Field(ge=0, le=3600)
    wait_seconds: int = Field(ge=0, le=60)


class ClaimedEvent(OutgoingEvent):
    """An event and its place in the outbox."""

    sequence: int


class ClaimResponse(BaseModel):
    """The claimed events, in the order in which they must be published."""

    model_config = ConfigDict(frozen=True)

    events: list[ClaimedEvent]


class Sequences(Contract):
    """Places in the outbox."""

    sequences: list[int] = Field(max_length=MAX_BATCH)


class ReleaseRequest(Sequences):
    """Events that were not published, and how long they have to wait."""

    wait_seconds: int = Field(default=0, ge=0)


class SetAsideEvent(BaseModel):
    """An event that no relay tries any more."""

    model_config = ConfigDict(frozen=True)

    sequence: int
    event_id: UUID
    name: str
    occurred_at: Timestamp


class SetAsideResponse(BaseModel):
    """The first events that were set aside, in their order."""

    model_config = ConfigDict(frozen=True)

    events: list[SetAsideEvent]


class ReplayResponse(BaseModel):
    """How many events relays try again."""

    model_config = ConfigDict(frozen=True)

    replayed: int


class OutboxClient:
    """Claims events and acknowledges those that the broker has confirmed."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def claim(self, limit: int, lease: timedelta, wait: timedelta) -> list[ClaimedEvent]:
        """Events that no other relay publishes; waits for the first one up to a limit."""
        request = ClaimRequest(
            limit=limit,
            lease_seconds=int(lease.total_seconds()),
            wait_seconds=int(wait.total_seconds()),
        )
        timeout = (wait + CLAIM_ANSWER).total_seconds()
        answer = await self._client.post(
            f"{OUTBOX}/claim", request.model_dump(mode="json"), timeout=timeout
        )
        return ClaimResponse.model_validate(answer).events

    async def acknowledge(self, sequences: list[int]) -> None:
        """Removes published events from the outbox."""
        await self._client.post(f"{OUTBOX}/acknowledge", {"sequences": sequences}, repeatable=True)

    async def release(self, sequences: list[int], wait: timedelta = NO_WAIT) -> None:
        """Gives claimed events back; later events of their aggregates wait with them."""
        request = ReleaseRequest(sequences=sequences, wait_seconds=int(wait.total_seconds()))
        await self._client.post(f"{OUTBOX}/release", request.model_dump(mode="json"), repeatable=True)

    async def set_aside(self, sequences: list[int]) -> None:
        """Takes events out of the way that cannot be published."""
        await self._client.post(f"{OUTBOX}/set-aside", {"sequences": sequences}, repeatable=True)

    async def list_set_aside(self) -> list[SetAsideEvent]:
        """The first events that were set aside."""
        answer = await self._client.get(f"{OUTBOX}/set-aside")
        return SetAsideResponse.model_validate(answer).events

    async def replay_set_aside(self) -> int:
        """Lets relays try all events again that were set aside; returns their number."""
        answer = await self._client.post(f"{OUTBOX}/set-aside/replay", repeatable=True)
        return ReplayResponse.model_validate(answer).replayed
