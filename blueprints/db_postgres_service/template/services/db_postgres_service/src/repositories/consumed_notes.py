"""Forgets which events were consumed, long after the last time that they can come again."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func

from src.core.database import Sessions
from src.models.machinery import ConsumedMessage
from src.repositories.sweeping import delete_in_batches

# A dead letter may be replayed until then; an operation that had its share would have it again.
KEPT = timedelta(days=90)


class ConsumedNotes:
    """Sweeps the notes of these consumers; those of jobs decide for good what was done."""

    def __init__(self, sessions: Sessions, consumers: Sequence[str]) -> None:
        self._sessions = sessions
        self._consumers = consumers

    async def sweep(self) -> None:
        """Deletes old notes."""
        is_theirs = ConsumedMessage.consumer.in_(self._consumers)
        is_old = ConsumedMessage.consumed_at < func.now() - KEPT
        key = [ConsumedMessage.consumer, ConsumedMessage.key]
        await delete_in_batches(self._sessions, key, is_theirs & is_old)
