"""What tables there are in a database, whatever the order of their columns."""

import asyncpg

COLUMNS = """
    SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull::text,
        coalesce(pg_get_expr(adbin, adrelid), '')
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = pg_class.oid AND adnum = attnum
    WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
"""
INDEXES = """
    SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"


async def schema_of(url: str) -> set[tuple[str, ...]]:
    """The columns, constraints, indexes and functions."""
    connection = await asyncpg.connect(url)
    try:
        parts = [
            await connection.fetch(query) for query in (COLUMNS, CONSTRAINTS, INDEXES, FUNCTIONS)
        ]
        return {tuple(map(str, row.values())) for rows in parts for row in rows}
    finally:
        await connection.close()


async def create_database(url: str, name: str) -> str:
    """The address of a new database."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    return f"{url.rpartition('/')[0]}/{name}"
