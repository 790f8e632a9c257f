"""Graceful shutdown: waits up to a deadline for in-flight work."""

import asyncio
from collections.abc import Iterable

import structlog

# As long as a message may take to send. Whoever stops a process waits a little longer.
DRAIN_SECONDS = 60.0

log = structlog.get_logger()


async def drained(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Returns when the tasks have ended; those that take too long are cancelled."""
    working = set(tasks)
    if not working:
        return
    _, late = await asyncio.wait(working, timeout=DRAIN_SECONDS)
    for task in late:
        task.cancel()
    if late:
        log.warning("work_cut_short", tasks=len(late))
        await asyncio.gather(*late, return_exceptions=True)
