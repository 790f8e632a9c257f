"""The law of history: a baseline and the revisions after it make what a new baseline makes."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, find, given, settings
from hypothesis import strategies as st

from msc.core.catalogue import destination as codes
from msc.emit.render import render_blueprint
from msc.emit.revisions.additions import FRESH, History, additions
from msc.emit.revisions.gradual import gradual
from msc.emit.revisions.graph import Graph, Revision
from msc.emit.revisions.losses import losses
from msc.emit.revisions.matching import SchemaChange, TablePair, step
from msc.emit.revisions.operations import operations
from msc.emit.revisions.revision import VERSIONS
from msc.emit.revisions.stored import stored as stored_in
from msc.emit.views.db_postgres_service import view
from msc.ir.system import System
from msc.lower.program import lower
from msc.lower.shapes.tables import Column, Table
from tests.emitted.history.conftest import Database
from tests.emitted.history.rows import inserts
from tests.emitted.history.systems import next_versions, systems

pytestmark = pytest.mark.servers

LAW = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SNAPSHOT: dict[str, str] = {}
# The classes of the errors that data can cause: values that do not fit, rules that rows break.
DATA_ERRORS = ("22", "23")


def revision(system: System, history: History) -> str:
    """The text of the revision or baseline that a build writes."""
    files = render_blueprint(
        "db_postgres_service", view(lower(system).value, additions(system, history))
    )
    return next(text for path, text in files.items() if "/versions/" in path)


def after(system: System) -> History:
    """The history of a baseline of the system."""
    graph = Graph((Revision(f"{VERSIONS}/0001.py", "0001", ()),))
    return History(graph, {"0001": stored_in(system)}, frozenset(["0001"]))


def stored(table: Table, columns: list[Column]) -> dict[str, str]:
    names = "".join(f', "{column.name}"::text' for column in columns)
    return {"select": f'SELECT id{names} FROM "{table.name}" ORDER BY id'}


def kept(pair: TablePair) -> list[tuple[Column, Column]]:
    """The columns whose values must be the same afterwards."""
    texts = ("String", "Text")
    return [
        (old, new)
        for old, new in pair.columns
        if old.type == new.type or (old.type.startswith(texts) and new.type.startswith(texts))
    ]


def filled(rows: list[list[str]], columns: list[Column]) -> list[list[str]]:
    """The rows with the value of the spec where a column may no longer be empty."""
    return [
        [key, *(_filled(value, column) for value, column in zip(values, columns, strict=True))]
        for key, *values in rows
    ]


def _filled(value: str, column: Column) -> str:
    missing = value == "None" and not column.nullable
    return str(column.fill) if missing else value


def clear() -> list[dict[str, str]]:
    """Deletes all rows, whatever the tables are called by now."""
    statement = """
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT relname FROM pg_class
                WHERE relkind = 'r' AND relname NOT LIKE 'alembic%'
                AND relnamespace = current_schema()::regnamespace
            LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
        END $$
    """
    replica = {"execute": "SET session_replication_role TO replica"}
    return [replica, {"execute": statement}]


def keys(rows: list[list[list[str]]]) -> list[list[str]]:
    return [[row[0] for row in table] for table in rows]


class Walk:
    """One chain of systems in one schema."""

    def __init__(self, database: Database, first: System, rows: int) -> None:
        self.database, self.schema = database, database.schema()
        self.system, self.undo = first, list[tuple[str, list[Any]]]()
        self.rows, self.wanted = 0, rows
        self.run({"upgrade": revision(first, FRESH)})
        self._fill()

    def _fill(self) -> None:
        for number in range(self.wanted, 0, -1):
            # A single word cannot be unique in two rows.
            if "answers" in self.database.run(self.schema, *inserts(self.system, number)):
                self.rows = number
                break

    def run(self, *actions: dict[str, str]) -> list[Any]:
        answer = self.database.run(self.schema, *actions)
        assert "answers" in answer, answer
        answers: list[Any] = answer["answers"]
        return answers

    def go(self, new: System) -> None:
        """Migrates to the next system, and checks tables and rows."""
        way = step(stored_in(self.system), stored_in(new))
        if not operations(way):
            return
        text = revision(new, after(self.system))
        (before,) = self.run(SNAPSHOT)
        columns = [kept(pair) for pair in way.pairs]
        both = list(zip(way.pairs, columns, strict=True))
        olds = [stored(pair.old, [old for old, _ in columns]) for pair, columns in both]
        rows = self.run(*olds)
        failed = self.database.run(self.schema, {"upgrade": text})
        event(f"a revision over {self.rows} rows: {failed.get('state', 'runs')}")
        if "state" in failed:
            assert self.rows, failed
            assert failed["state"][:2] in DATA_ERRORS, (failed, text)
            # Steps are done that older replicas can work with, if no name was needed at once.
            answer = self.database.run(self.schema, *olds)
            assert keys(answer.get("answers", rows)) == keys(rows)
            self.run(*clear())
            self.rows, rows = 0, [[] for _ in rows]
            self.run({"upgrade": text})
        if self.rows:
            self._check_older_replicas(way)
        self.run({"settle": ""})
        self.undo.append((text, before))
        self._check(new, text)
        news = [stored(pair.new, [new for _, new in columns]) for pair, columns in both]
        expected = [
            filled(one, [new for _, new in column])
            for one, column in zip(rows, columns, strict=True)
        ]
        assert self.run(*news) == expected, text
        self._check_added(way.pairs)
        self.system = new
        if not self.rows:
            self._fill()

    def _check(self, new: System, text: str) -> None:
        other = self.database.schema()
        answer = self.database.run(other, {"upgrade": revision(new, FRESH)}, SNAPSHOT)
        assert "answers" in answer, answer
        assert self.run(SNAPSHOT) == answer["answers"][1:], text
        self.database.drop(other)

    def _check_older_replicas(self, way: SchemaChange) -> None:
        """The statements of the last version still run, where its names could stay."""
        waiting = gradual(way)
        kept = (pair.old for pair in way.pairs if pair.old.name in (pair.new.name, *waiting.views))
        for old in kept:
            (pair,) = (pair for pair in way.pairs if pair.old is old)
            stays = waiting.followed(pair) | {
                one.name for one, other in pair.columns if one.name == other.name
            } | {column for table, column in waiting.dropped if table == old.name}  # fmt: skip
            self.run(stored(old, [column for column in old.columns if column.name in stays]))

    def _check_added(self, pairs: tuple[TablePair, ...]) -> None:
        for pair in pairs:
            added = [column for column in pair.added if column.fill is not None]
            (rows,) = self.run(stored(pair.new, added))
            assert all(row[1:] == [column.fill for column in added] for row in rows)

    def back(self) -> None:
        """Undoes all revisions on empty tables."""
        self.run(*clear())
        for text, before in reversed(self.undo):
            self.run({"downgrade": text})
            self.run({"settle": ""})
            assert self.run(SNAPSHOT) == [before], text
        self.database.drop(self.schema)


def possible(old: System, new: System) -> bool:
    """Whether there is a line that accepts the step, so that a build could take it."""
    refused = (codes.NO_CONVERSION, codes.NAME_TAKEN_OVER)
    return all(loss.code not in refused for loss in losses(old, new))


@LAW
@given(data=st.data())
def test_revisions_make_what_a_new_baseline_makes(database: Database, data: st.DataObject) -> None:
    system = data.draw(systems())
    walk = Walk(database, system, data.draw(st.sampled_from([2, 1, 0])))
    for _ in range(data.draw(st.integers(1, 3))):
        new = data.draw(next_versions(system))
        assume(possible(system, new))
        walk.go(new)
        system = new
    walk.back()


def test_a_system_makes_no_revision_of_itself() -> None:
    system = find(systems(), lambda system: len(system.entities) > 1)
    assert operations(step(stored_in(system), stored_in(system))) == ()
