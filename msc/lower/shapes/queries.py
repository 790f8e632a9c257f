"""Named queries and guards: where they stand in a system, and what they take."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.expr.sql import Parameter, SqlCode, compile_condition, compile_stored
from msc.ir.behaviour import ForEachStep, ListStep, Query, Rule, Step
from msc.ir.expressions import EnumValue, RowValue, ScalarKind, ScalarValue, ValueType
from msc.ir.system import System

PYTHON = {
    ScalarKind.BOOL: ("bool", None),
    ScalarKind.INT: ("int", None),
    ScalarKind.DECIMAL: ("ExactDecimal", ("shared.values", "ExactDecimal")),
    ScalarKind.STRING: ("str", None),
    ScalarKind.UUID: ("UUID", ("uuid", "UUID")),
    ScalarKind.TIMESTAMP: ("Moment", ("shared.values", "Moment")),
    ScalarKind.DATE: ("date", ("datetime", "date")),
}


class CompiledQuery(Record):
    """A query with a condition, compiled; `code` is None for all rows."""

    query: Query
    code: SqlCode | None


def queries(system: System) -> tuple[CompiledQuery, ...]:
    """Every query of operations and jobs that has a condition, by name."""
    found = {each.name: each for each in _all_queries(system) if each.condition is not None}
    return tuple(compiled(found[name]) for name in sorted(found))


def compiled(query: Query) -> CompiledQuery:
    """The query with its SQL."""
    if query.condition is None:
        return CompiledQuery(query, None)
    code = compile_condition(query.condition.root, query.variable, query.entity)
    return CompiledQuery(query, code)


def guard_code(rule: Rule) -> SqlCode:
    """The SQL of a stored rule."""
    return compile_stored(rule.holds.root)


def guards(system: System) -> tuple[Rule, ...]:
    """The rules that the data service evaluates, by name."""
    return tuple(each for each in system.rules if each.stored)


def _all_queries(system: System) -> Iterator[Query]:
    for operation in system.operations:
        yield from _of_steps(operation.steps)
    for job in system.jobs:
        if job.query is not None:
            yield job.query


def _of_steps(steps: tuple[Step, ...]) -> Iterator[Query]:
    for step in steps:
        if isinstance(step, ListStep | ForEachStep):
            yield step.query
        if isinstance(step, ForEachStep):
            yield from _of_steps(step.steps)


def parameter_annotation(parameter: Parameter) -> tuple[str, tuple[str, str] | None]:
    """The Python type of a parameter and the import that it needs."""
    return value_annotation(parameter.type)


def value_annotation(type_: ValueType) -> tuple[str, tuple[str, str] | None]:
    """The Python type of a value of an expression and the import that it needs."""
    match type_:
        case EnumValue(optional=optional):
            text, needed = "str", None
        case RowValue(optional=optional):
            text, needed = PYTHON[ScalarKind.UUID]
        case ScalarValue(kind, optional) if kind in PYTHON:
            text, needed = PYTHON[kind]
        case _:
            raise AssertionError(f"no query takes {type_}")
    return (f"{text} | None" if optional else text), needed
