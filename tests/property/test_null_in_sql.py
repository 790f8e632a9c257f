"""No condition is unknown to the database, whatever is null: its denial holds where it does not."""

import sqlite3
from collections.abc import Iterator
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Connection, create_engine, event, func, literal, select

from msc.expr.check import check
from msc.expr.sql import compile_condition
from msc.expr.target import Unsupported
from msc.ir.expressions import Expression, RowValue
from tests.property.expressions.model import KINDS, SCOPE

WITH_ROW = SCOPE.with_variables(("row", RowValue("person")))
TYPES = {"string": sqlalchemy.String(), "int": sqlalchemy.BigInteger()}
PRESENT = {"string": "a", "int": 1}
LITERALS = {"string": "'a'", "int": "1"}
FORMS = {
    "string": (
        "{} == {}", "{} != {}", "{} < {}", "{} >= {}", "{} in ['b', {}]", "{}.startsWith({})",
        "{}.endsWith({})", "{}.contains({})",
    ),
    "int": ("{} == {}", "{} != {}", "{} < {}", "{} >= {}", "{} in [2, {}]"),
}  # fmt: skip
CASES = [
    form.format(one, other)
    for kind, forms in FORMS.items()
    for form in forms
    for one, other in product(
        (f"row.no_{kind}", f"row.a_{kind}", f"input.no_{kind}"),
        (f"row.no_{kind}", f"row.a_{kind}", f"input.no_{kind}", LITERALS[kind]),
    )
    if one.startswith("row") or other.startswith("row")
]


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    """A database in memory, with the functions of PostgreSQL that conditions call."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.create_collation("C", lambda one, other: (one > other) - (one < other))
        for name, function in FUNCTIONS.items():
            connection.create_function(name, 2, _strict(function), deterministic=True)

    with engine.connect() as connection:
        yield connection


FUNCTIONS = {
    "starts_with": lambda text, part: text.startswith(part),
    "strpos": lambda text, part: text.find(part) + 1,
    "rightmost": lambda text, length: text[len(text) - length :],
}


# `right` is a word of SQLite's own.
FUNC = SimpleNamespace(
    coalesce=func.coalesce, length=func.length, right=func.rightmost,
    starts_with=func.starts_with, strpos=func.strpos,
)  # fmt: skip


def _strict(function: Any) -> Any:
    """A function of the database: null where one of its arguments is."""
    return lambda one, other: None if None in (one, other) else function(one, other)


def _clause(text: str) -> Any:
    checked = check(text, WITH_ROW, KINDS["bool"])
    assert isinstance(checked, Expression), (text, checked)
    code = compile_condition(checked.root, "row", "person")
    columns = {
        f"{front}_{kind}": literal(value, type_)
        for kind, type_ in TYPES.items()
        for front, value in (("a", PRESENT[kind]), ("no", None))
    }
    parameters = {parameter.name: None for parameter in code.parameters}
    names = {name: getattr(sqlalchemy, name) for _, name in code.imports}
    row, values = SimpleNamespace(**columns), SimpleNamespace(**parameters)
    names |= {"Person": row, "parameters": values, "func": FUNC}
    return eval(code.text, names)


@pytest.mark.parametrize("text", CASES)
def test_a_condition_or_its_denial_holds(database: Connection, text: str) -> None:
    try:
        holds, denied = _clause(text), _clause(f"!({text})")
    except Unsupported:
        pytest.fail(f"the database can say {text}")
    selects = [database.execute(select(1).where(one)).all() for one in (holds, denied)]
    assert sorted(map(len, selects)) == [0, 1], (text, str(holds))
