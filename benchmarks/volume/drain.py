"""Fills an outbox and measures until its relay has published all of it, in the system's Python."""

import asyncio
import json
import os
import sys
import time

import aio_pika
import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from src.core.database import Sessions
from src.repositories.outbox import Outbox, OutboxBell, free_events

NAME = "benchmark.event"
BATCH = 200
SECONDS = 60.0
FILL = """
    INSERT INTO outbox_events
      (event_id, name, version, aggregate, aggregate_id, occurred_at, request_id, data)
    SELECT gen_random_uuid(), $1, 1, 'benchmark', number % $3, now(), 'benchmark',
           jsonb_build_object('text', repeat('x', 200))
    FROM generate_series(1, $2) AS number
"""
LEFT = "SELECT count(*) FROM outbox_events WHERE name = $1"


async def main(events: int, aggregates: int, exchange: str) -> dict[str, object]:
    """The figures: events, how many a second were published and confirmed, and a claim's plan."""
    async with await aio_pika.connect(os.environ["RABBITMQ_URL"]) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(
            "benchmark", durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.bind(exchange, routing_key=NAME)
        database = await asyncpg.connect(os.environ["DATABASE_URL"])
        await database.execute(FILL, NAME, events, aggregates)
        started = time.monotonic()
        plan = await claim_plan()
        while left := await database.fetchval(LEFT, NAME):
            sys.stderr.write(f"{left} left\n")
            await asyncio.sleep(2)
        seconds = time.monotonic() - started
        declared = await channel.declare_queue("benchmark", passive=True)
        arrived = declared.declaration_result.message_count
        await channel.queue_delete("benchmark")
        await database.close()
    return {
        "events": events,
        "aggregates": aggregates,
        "seconds": seconds,
        "arrived": arrived,
        "plan": plan,
    }


async def claim_plan() -> str:
    """How the database claims while all of the events wait; the claim itself is undone."""
    engine = create_async_engine(os.environ["DATABASE_URL"].replace("://", "+asyncpg://", 1))
    claim = free_events(BATCH).compile(
        dialect=engine.dialect, compile_kwargs={"literal_binds": True}
    )
    store = Outbox(Sessions(engine, limit_seconds=SECONDS), OutboxBell(engine))
    try:
        async with store.claiming() as session:
            lines = await session.scalars(text(f"EXPLAIN (ANALYZE, COSTS OFF) {claim}"))
            plan = "\n".join(lines)
            await session.rollback()
    finally:
        await engine.dispose()
    return plan


if __name__ == "__main__":
    arguments = (int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
    print(json.dumps(asyncio.run(main(*arguments))))
