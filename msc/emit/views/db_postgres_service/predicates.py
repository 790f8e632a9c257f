"""Tests of guards and queries with rows on both sides of their conditions."""

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from msc.core.record import Record
from msc.expr.evaluate import Identity, Value
from msc.ir.entities import Entity
from msc.ir.system import System
from msc.lower.pieces import present
from msc.lower.program import Program
from msc.lower.pycode import literal
from msc.lower.scenes.stored import RowCases, Values, guard_cases, query_cases
from msc.lower.shapes.names import attribute
from msc.lower.shapes.queries import CompiledQuery
from msc.lower.types.texts import wire_text
from msc.lower.types.uuid import SAMPLE

# Identifiers that name no row which the test made.
OF_NO_ROW = (Identity("new_id()"), SAMPLE)


class RowsView(Record):
    """The rows that a test creates first: other rows, and a matching one with its changes."""

    setup: tuple[str, ...]
    arguments: str
    entity: str
    row: str
    beside: str


class GuardTestView(Record):
    """A test of a guard; `first` is its outcome without any matching row."""

    function: str
    rows: RowsView
    changes: str
    first: str
    verdicts: str


class QueryTestView(Record):
    """A test of a query; with `changes`, the row still matches."""

    function: str
    rows: RowsView
    changes: str


def guard_tests(program: Program) -> tuple[GuardTestView, ...]:
    """The tests of all guards with example rows."""
    tested = (
        (name, guard_cases(guard, program.system)) for name, guard in program.stored.guards.items()
    )
    return tuple(
        GuardTestView(
            function=name,
            rows=_rows(name, cases.rows, _plain(cases.rows.also)),
            changes=", ".join(_dicts(cases.rows.entity, _plain(cases.rows.also))),
            first="" if cases.verdicts[0] else "not ",
            verdicts=_verdicts(cases.verdicts[1:]),
        )
        for name, cases in tested
        if cases is not None
    )


def query_tests(program: Program) -> tuple[QueryTestView, ...]:
    """The tests of all queries with example rows."""
    return present(_query_test(query, program) for query in program.stored.queries.values())


def _query_test(query: CompiledQuery, program: Program) -> QueryTestView | None:
    work = partial(_of_query, query)
    return program.pieces.deferred(QueryTestView, query.query.name, query, work)


def _of_query(query: CompiledQuery, system: System) -> QueryTestView | None:
    """The test of a query, if its rows are known."""
    name, cases = query.query.name, query_cases(query, system)
    if cases is None:
        return None
    rows, changes = _rows(name, cases, cases.also), _dicts(cases.entity, cases.also)
    return QueryTestView(name, rows, ", ".join(changes))


def _rows(name: str, cases: RowCases, changes: tuple[Values, ...]) -> RowsView:
    arguments = [
        f"{parameter.name}={_text(value)}"
        for parameter, value in cases.parameters
        if value is not None
    ]
    named = {value for _, value in cases.parameters if value is not None}
    for row in (cases.counted, *cases.beside, *changes):
        named.update(value for value in row.values() if isinstance(value, Identity))
    return RowsView(
        setup=tuple(
            f'{row.text} = (await rows.create({literal(entity)}))["id"]'
            for row, entity in cases.others
            if row in named
        ),
        arguments=", ".join([literal(name), *arguments]),
        entity=literal(cases.entity.name),
        row=_dict(cases.entity, cases.counted),
        beside=_items(_dicts(cases.entity, cases.beside)),
    )


def _plain(changes: tuple[Values, ...]) -> tuple[Values, ...]:
    """The changes that do not depend on the test's rows."""
    return tuple(
        change
        for change in changes
        if not any(isinstance(value, Identity) for value in change.values())
    )


def _verdicts(values: tuple[bool, ...]) -> str:
    runs = [(value, len(list(same))) for value, same in groupby(values)]
    parts = [f"*[{value}] * {count}" if count > 4 else ", ".join([str(value)] * count)
             for value, count in runs]  # fmt: skip
    return _items(parts)


def _items(parts: list[str]) -> str:
    """The elements of a tuple, as text."""
    return f"{parts[0]}," if len(parts) == 1 else ", ".join(parts)


def _dicts(entity: Entity, rows: Iterable[Values]) -> list[str]:
    return [_dict(entity, row) for row in rows]


def _dict(entity: Entity, row: Values) -> str:
    pairs = (
        f"{literal(attribute(entity.field_named(name)))}: {_text(value)}"
        for name, value in row.items()
    )
    return f"{{{', '.join(pairs)}}}"


def _text(value: Value) -> str:
    """The value on the wire; rows of the test are referred to by their identifiers."""
    if not isinstance(value, Identity) or value in OF_NO_ROW:
        return wire_text(value)
    return value.text
