"""What consumers of messages remember."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID


class Deliveries(Protocol):
    """The record of sent messages."""

    async def once(self, event_id: UUID, send: Callable[[], Awaitable[None]]) -> bool:
        """Sends it; False if it was sent before. Raises while another process sends it."""
