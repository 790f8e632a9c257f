"""Looks again and again at who holds or waits for locks of a database."""

import asyncio
import time
from dataclasses import dataclass, field

import asyncpg

INTERVAL_SECONDS = 0.05
# Whoever holds the lock with this key is the migrator.
MIGRATOR = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 5820231 AND granted"
WAITING = f"""
    SELECT pid, mode || ' of a ' || locktype AS lock, waiting.query,
        extract(epoch FROM clock_timestamp() - waitstart)::float AS seconds,
        (SELECT query FROM pg_stat_activity WHERE pid = any(pg_blocking_pids(waiting.pid)) LIMIT 1)
            AS blocker
    FROM pg_locks JOIN pg_stat_activity AS waiting USING (pid)
    WHERE NOT granted AND waitstart IS NOT NULL AND pid NOT IN ({MIGRATOR})
"""
# Modes that keep others from writing rows, if not from reading them.
HELD = """
    SELECT locks.virtualtransaction AS holder, relation, mode || ' of ' || relname AS lock, query
    FROM pg_locks AS locks JOIN pg_class ON pg_class.oid = relation
    JOIN pg_stat_activity USING (pid)
    WHERE granted AND locktype = 'relation' AND relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND mode IN
            ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
"""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that somebody waited for or held, and what for."""

    seconds: float = 0.0
    lock: str = "none"
    statement: str = ""
    blocker: str = ""


@dataclass
class Locks:
    """The longest wait of anybody but the migrator, and the longest that a strong lock was held."""

    wait: Lock = field(default_factory=Lock)
    held: Lock = field(default_factory=Lock)
    samples: int = 0
    _since: dict[tuple[str, int, str], float] = field(default_factory=dict)

    async def watch(self, url: str, ending: asyncio.Event) -> None:
        """Looks until the end."""
        connection = await asyncpg.connect(url)
        try:
            while not ending.is_set():
                began = time.monotonic()
                for row in await connection.fetch(WAITING):
                    lock = Lock(row["seconds"], row["lock"], row["query"], row["blocker"] or "")
                    self.wait = max(self.wait, lock, key=lambda one: one.seconds)
                self._note(await connection.fetch(HELD))
                self.samples += 1
                await asyncio.sleep(max(0.0, INTERVAL_SECONDS - (time.monotonic() - began)))
        finally:
            await connection.close()

    def _note(self, rows: list[asyncpg.Record]) -> None:
        now = time.monotonic()
        keys = {(row["holder"], row["relation"], row["lock"]): row for row in rows}
        self._since = {key: self._since.get(key, now) for key in keys}
        for key, since in self._since.items():
            # It may have been there for most of an interval before, and will be after.
            lock = Lock(now - since + INTERVAL_SECONDS, key[2], keys[key]["query"])
            self.held = max(self.held, lock, key=lambda one: one.seconds)
