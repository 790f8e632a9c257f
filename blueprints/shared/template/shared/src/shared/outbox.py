"""Contracts and client of the outbox in the PostgreSQL data service."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from shared.http import ServiceClient
from shared.unit_of_work import OutgoingEvent
from shared.values import Contract

OUTBOX = "/api/v1/outbox"
# How long the answer to a claim may take beyond the waiting that it asked for.
CLAIM_ANSWER = timedelta(seconds=5)


class ClaimRequest(Contract):
    """Claims events, waiting for the first one if there are none."""

    limit: int
    lease_seconds: int
    wait_seconds: int


class ClaimedEvent(OutgoingEvent):
    """An event and its place in the outbox."""

    sequence: int


class ClaimResponse(BaseModel):
    """The claimed events, in the order in which they must be published."""

    model_config = ConfigDict(frozen=True)

    events: list[ClaimedEvent]


class Sequences(Contract):
    """Places in the outbox."""

    sequences: list[int]


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

    async def release(self, sequences: list[int]) -> None:
        """Gives claimed events back before their lease ends."""
        await self._client.post(f"{OUTBOX}/release", {"sequences": sequences}, repeatable=True)
