"""Fills an outbox and measures until its relay has published all of it, in the system's Python."""

import asyncio
import os
import sys
import time

import aio_pika
import asyncpg

NAME = "benchmark.event"
FILL = """
    INSERT INTO outbox_events
      (event_id, name, version, aggregate, aggregate_id, occurred_at, request_id, data)
    SELECT gen_random_uuid(), $1, 1, 'benchmark', number % $3, now(), 'benchmark',
           jsonb_build_object('text', repeat('x', 200))
    FROM generate_series(1, $2) AS number
"""
LEFT = "SELECT count(*) FROM outbox_events WHERE name = $1"


async def main(events: int, aggregates: int) -> None:
    """Prints how many events a second were published and confirmed."""
    async with await aio_pika.connect(os.environ["RABBITMQ_URL"]) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(
            "benchmark", durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.bind(sys.argv[3], routing_key=NAME)
        database = await asyncpg.connect(os.environ["DATABASE_URL"])
        await database.execute(FILL, NAME, events, aggregates)
        started = time.monotonic()
        while left := await database.fetchval(LEFT, NAME):
            sys.stderr.write(f"{left} left\n")
            await asyncio.sleep(2)
        seconds = time.monotonic() - started
        declared = await channel.declare_queue("benchmark", passive=True)
        arrived = declared.declaration_result.message_count
        await channel.queue_delete("benchmark")
        await database.close()
    print(f"{events} events of {aggregates} aggregates: {seconds:.0f} s, {events / seconds:.0f}/s")
    print(f"{arrived} messages arrived")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
