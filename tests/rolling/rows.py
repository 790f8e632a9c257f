"""Many parcels, and what has to become of them."""

import asyncpg

from tests.rolling.clients import Met

DEPOTS = 1000
FILL = (
    f"""
    INSERT INTO depots (id, version, name)
    SELECT gen_random_uuid(), 1, 'depot ' || number FROM generate_series(0, {DEPOTS - 1}) AS number
    """,
    """
    INSERT INTO parcels (id, version, label, code, weight, rank, mark, remark, state, scans,
        depot_id, created_at)
    SELECT gen_random_uuid(), 1, 'label ' || number, 'code ' || number, number % 1000,
        nullif(number % 3, 0), 'none', 'none', 'waiting', 0, depots.id,
        now() - number * interval '1 second'
    FROM generate_series(1, $1::integer) AS number
    JOIN depots ON name = 'depot ' || number % 1000
    """,
)
# The rows of before the change that are not what it makes of them.
WRONG = """
    SELECT count(*) FILTER (WHERE title <> 'label ' || substr(code, 6)) AS "another title",
        count(*) FILTER (WHERE colour <> 'brown') AS "another colour",
        count(*) FILTER (WHERE rank <> substr(code, 6)::integer % 3) AS "another rank",
        count(*) FILTER (WHERE scans <> 0) AS "counted scans"
    FROM parcels WHERE code LIKE 'code %' AND NOT id = any($1::uuid[])
"""
ADDED = "SELECT id, title, colour, rank, scans FROM parcels WHERE code NOT LIKE 'code %'"


async def fill(url: str, rows: int) -> None:
    """Adds depots, and so many parcels."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(FILL[0])
        await connection.execute(FILL[1], rows, timeout=600)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def some(url: str, table: str, count: int) -> list[str]:
    """The keys of some rows of a table."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(f"SELECT id FROM {table} LIMIT {count}")
        return [str(row["id"]) for row in rows]
    finally:
        await connection.close()


async def mistakes(url: str, rows: int, met: Met) -> list[str]:
    """What is not as it has to be when everything is done."""
    connection = await asyncpg.connect(url)
    try:
        wrong = await connection.fetchrow(WRONG, list(met.labels), timeout=600)
        lines = [f"{count} rows of before have {what}" for what, count in wrong.items() if count]
        count = await connection.fetchval("SELECT count(*) FROM parcels")
        if count != rows + len(met.added):
            lines.append(f"{count} rows, not {rows} and {len(met.added)} more")
        query = "SELECT id, title FROM parcels WHERE id = any($1::uuid[])"
        changed = await connection.fetch(query, list(met.labels))
        lines += _others(changed, met.labels)
        added = await connection.fetch(ADDED)
        lines += _others(added, met.added)
        lines += [
            f"{row['id']} was counted {row['scans']} times" for row in added if row["scans"] != 1
        ]
        lines += [f"{row['id']} is {row['colour']}" for row in added if row["colour"] != "brown"]
        return lines
    finally:
        await connection.close()


def _others(rows: list[asyncpg.Record], titles: dict[str, str]) -> list[str]:
    """The rows whose title is not what was written last."""
    return [
        f"{row['id']} has the title {row['title']}"
        for row in rows
        if row["title"] != titles[str(row["id"])]
    ]


async def waiting(url: str) -> int:
    """How many events have not been published yet."""
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM outbox_events"))
    finally:
        await connection.close()
