"""An expression means the same to the official evaluator and in PostgreSQL, over stored rows."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, case, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from msc.expr.check import check
from msc.expr.sql import compile_condition, compile_stored
from msc.ir.expressions import Expression, RowValue
from tests.property.expressions.author import Author, Term
from tests.property.expressions.evaluator import official
from tests.property.expressions.model import KINDS, SCOPE
from tests.property.expressions.tables import Person, clause, english_database, fill
from tests.property.test_expressions import CASES, DATA

pytestmark = pytest.mark.servers

BATCH = 16
MANY = settings(
    max_examples=130, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
ROWS = SCOPE.with_variables(("row", RowValue("person")))
PEOPLE = [(row.id, DATA.as_map(row, "person")) for row in DATA.rows["person"]]


@dataclass(frozen=True, slots=True)
class Database:
    """The filled database and the loop that its connections belong to."""

    engine: AsyncEngine
    runner: asyncio.Runner

    def rows(self, statement: Select[Any]) -> list[Any]:
        return self.runner.run(self._rows(statement))

    async def _rows(self, statement: Select[Any]) -> list[Any]:
        async with self.engine.connect() as connection:
            return list((await connection.execute(statement)).all())


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[Database]:
    """A database with the rows of the laws."""
    with asyncio.Runner() as runner:
        engine = create_async_engine(runner.run(english_database(postgres_url)))
        runner.run(_filled(engine))
        yield Database(engine, runner)
        runner.run(engine.dispose())


async def _filled(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await fill(connection, DATA)


def checked(term: Term, scope: Any) -> Expression:
    expression = check(term.text, scope, KINDS["bool"])
    assert isinstance(expression, Expression), (term.text, expression)
    return expression


@MANY
@given(st.data())
def test_a_condition_chooses_the_same_rows(database: Database, data: st.DataObject) -> None:
    actor, inputs, outside = data.draw(st.sampled_from(CASES))
    terms, clauses = [], []
    for _ in range(BATCH):
        rows = {"actor": "person", "row": "person"}
        term = Author(data.draw, rows, sql=True, enclosing=("person",)).condition(3)
        code = compile_condition(checked(term, ROWS).root, "row", "person")
        # As in a WHERE: what is null does not choose a row.
        chosen = case((clause(code, actor, inputs), True), else_=False)
        clauses.append(chosen.label(f"c{len(clauses)}"))
        terms.append(term)
    stored = {row[0]: row[1:] for row in database.rows(select(Person.id, *clauses))}
    for index, term in enumerate(terms):
        truth = [official(term.reference, {**outside, "row": person}) for _, person in PEOPLE]
        assert [stored[identifier][index] for identifier, _ in PEOPLE] == truth, term.text


@MANY
@given(st.data())
def test_a_guard_sees_the_same_collections(database: Database, data: st.DataObject) -> None:
    actor, inputs, outside = data.draw(st.sampled_from(CASES))
    terms, clauses = [], []
    for _ in range(BATCH):
        term = Author(data.draw, {"actor": "person"}, sql=True).condition(4)
        code = compile_stored(checked(term, SCOPE).root)
        clauses.append(clause(code, actor, inputs).label(f"c{len(clauses)}"))
        terms.append(term)
    (stored,) = database.rows(select(*clauses))
    for index, term in enumerate(terms):
        assert stored[index] is official(term.reference, outside), term.text
