"""What a merge of two branches is for databases: each of them comes to the same schema."""

from typing import Any

from msc.emit.revisions.lineage import Lineage, across, lineage
from msc.emit.revisions.stored import Stored, stored
from msc.ir.system import System
from msc.lower.shapes.tables import tables
from tests.emitted.history.conftest import Database, Walker
from tests.emitted.history.rows import inserts
from tests.merges.branches import VERSIONS, Merged

SNAPSHOT: dict[str, str] = {}
DATA_ERRORS = ("22", "23")


def check_databases(pair: Merged, database: Database, walker: Walker) -> bool:
    """Compares a database of each branch with a new one; whether rows were there all along."""
    versions = str(pair.folder / VERSIONS)
    new = database.schema()
    walker.up(versions, new, "head")
    schemas, rows_stayed = [], True
    for head in pair.heads:
        schema, kept = _database(pair, database, walker, (versions, pair.first, head))
        rows_stayed = rows_stayed and kept
        schemas.append(schema)
    expected = _snapshot(database, new)
    for schema in schemas:
        assert _snapshot(database, schema) == expected
    if rows_stayed:
        _compare_rows(pair, database, schemas)
    for schema in (*schemas, new):
        database.run(schema, *_clear(pair.system))
        walker.down(versions, schema, "base")
        left = _snapshot(database, schema)[0]
        assert {row[0] for row in left} <= {"alembic_version"}
        database.drop(schema)
    return rows_stayed


def _database(
    pair: Merged, database: Database, walker: Walker, way: tuple[str, str, str]
) -> tuple[str, bool]:
    """A database that ran one branch, and then the merge; without rows if they do not allow it."""
    versions, first, head = way
    for with_rows in (True, False):
        schema = database.schema()
        walker.up(versions, schema, first)
        if with_rows:
            answer = database.run(schema, *inserts(pair.base, 1))
            assert "answers" in answer, answer
        states = [walker.try_up(versions, schema, target) for target in (head, "head")]
        failed = next((state for state in states if state), None)
        if failed is None:
            return schema, with_rows
        assert with_rows, failed
        assert failed["state"][:2] in DATA_ERRORS, failed
        database.drop(schema)
    raise AssertionError("unreachable")


def _snapshot(database: Database, schema: str) -> Any:
    answer = database.run(schema, SNAPSHOT)
    assert "answers" in answer, answer
    return answer["answers"][0]


def _clear(system: System) -> list[dict[str, str]]:
    replica = {"execute": "SET session_replication_role TO replica"}
    return [replica, *({"execute": f'DELETE FROM "{table.name}"'} for table in tables(system))]


def _compare_rows(pair: Merged, database: Database, schemas: list[str]) -> None:
    """Rows of the base are there in both, with the same values where the type is the same."""
    base, new = stored(pair.base), stored(pair.system)
    ways = [_kept(base, stored(branch), new) for branch in (pair.one, pair.other)]
    for entity in new.entities:
        formers = {way.entities.get(entity.name) for way in ways}
        if len(formers) != 1 or formers == {None}:
            continue
        columns = [
            field.wire_name
            for field in entity.fields
            if _same_type(base, ways, entity.name, field.name, field.type)
        ]
        names = "".join(f', "{name}"::text' for name in columns)
        query = {"select": f'SELECT id{names} FROM "{entity.plural}" ORDER BY id'}
        answers = [database.run(schema, query)["answers"][0] for schema in schemas]
        assert answers[0] == answers[1]
        assert len(answers[0]) == 1


def _kept(base: Stored, branch: Stored, new: Stored) -> Lineage:
    """From the names of the merged system back to those of the base, by way of a branch."""
    way = lineage((base, branch, new))
    same = lineage((base, base))
    return across(way, same)


def _same_type(base: Stored, ways: list[Lineage], entity: str, field: str, type_: object) -> bool:
    formers = {way.fields.get((entity, field)) for way in ways}
    if len(formers) != 1 or formers == {None}:
        return False
    ((name, former),) = [former for former in formers if former]
    return base.entity(name).field_named(former).type == type_
