"""Notes of consumed events end after their time; those of jobs stay."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from src.core.database import Sessions
from src.repositories import sweeping
from src.repositories.consumed_notes import ConsumedNotes

NOTE = text(
    "INSERT INTO consumed_messages (consumer, key, consumed_at) "
    "VALUES (:consumer, :key, now() - make_interval(days => :days))"
)
NOTES = [
    ("react", "1", 91),
    ("react", "2", 91),
    ("react", "3", 92),
    ("react", "young", 89),
    ("a_job", "old", 400),
]


async def test_old_notes_of_events_are_swept_and_those_of_jobs_stay(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    async with engine.begin() as connection:
        for consumer, key, days in NOTES:
            await connection.execute(NOTE, {"consumer": consumer, "key": key, "days": days})
    await ConsumedNotes(Sessions(engine, limit_seconds=10), ["react"]).sweep()
    async with engine.connect() as connection:
        left = await connection.execute(
            text("SELECT consumer, key FROM consumed_messages ORDER BY key")
        )
        assert [tuple(row) for row in left] == [("a_job", "old"), ("react", "young")]
