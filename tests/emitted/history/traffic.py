"""Runs statements of replicas on a database until its input ends, and says what they met.

Runs in the environment of an emitted data service. Its argument is JSON: a URL, and for each kind
of statement its text, where `:id` is the key of a row and `:word` a text that no other row has.
"""

import asyncio
import json
import random
import sys
import time
import uuid
from collections.abc import Iterable
from typing import Any

import asyncpg

CLIENTS = 2


class Traffic:
    """The statements of all clients, and how they went."""

    def __init__(self, statements: dict[str, str]) -> None:
        self._statements = statements
        self.errors: list[str] = []
        self.waits: dict[str, list[float]] = {kind: [] for kind in statements}
        self.ending = False

    async def client(self, pool: "asyncpg.Pool[Any]", keys: list[uuid.UUID]) -> None:
        """One client after the other statement."""
        choice = random.Random(len(self.waits))
        while not self.ending:
            for kind, statement in self._statements.items():
                await self._run(pool, kind, statement, choice.choice(keys))

    async def _run(
        self, pool: "asyncpg.Pool[Any]", kind: str, statement: str, key: uuid.UUID
    ) -> None:
        text, arguments = _bound(statement, key)
        start = time.monotonic()
        try:
            async with pool.acquire() as connection, connection.transaction():
                await connection.fetch(text, *arguments)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            self.errors.append(f"{kind}: {type(error).__name__}: {error}")
        self.waits[kind].append(time.monotonic() - start)


def _bound(statement: str, key: uuid.UUID) -> tuple[str, Iterable[object]]:
    values: list[object] = []
    for name, value in ((":id", key), (":new", uuid.uuid4()), (":word", uuid.uuid4().hex)):
        if name in statement:
            values.append(value)
            statement = statement.replace(name, f"${len(values)}")
    return statement, values


async def main() -> None:
    """Prints a line when clients are running, and what they met at the end."""
    order = json.loads(sys.argv[1])
    traffic = Traffic(order["statements"])
    async with asyncpg.create_pool(order["url"], min_size=1, max_size=CLIENTS) as pool:
        keys = [row["id"] for row in await pool.fetch(order["keys"])]
        clients = [asyncio.create_task(traffic.client(pool, keys)) for _ in range(CLIENTS)]
        print("running", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        traffic.ending = True
        await asyncio.gather(*clients)
    waits = {kind: {"count": len(all_), "longest": max(all_, default=0.0)}
             for kind, all_ in traffic.waits.items()}  # fmt: skip
    print(json.dumps({"errors": traffic.errors[:20], "waits": waits}))


if __name__ == "__main__":
    asyncio.run(main())
