"""Code that runs in the data services: named queries and guards, each compiled once."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msc.core.record import Record
from msc.expr.sql import Parameter, SqlCode, compile_condition, compile_stored
from msc.ir.behaviour import Rule
from msc.ir.expressions import EnumValue, RowValue, ScalarKind, ScalarValue, ValueType
from msc.ir.steps import Query
from msc.ir.system import System
from msc.ir.walk import steps_of
from msc.spelling.code import function_name

PYTHON = {
    ScalarKind.BOOL: ("bool", None),
    ScalarKind.INT: ("int", None),
    ScalarKind.DECIMAL: ("ExactDecimal", ("shared.values", "ExactDecimal")),
    ScalarKind.STRING: ("str", None),
    ScalarKind.UUID: ("UUID", ("uuid", "UUID")),
    ScalarKind.TIMESTAMP: ("Timestamp", ("shared.values", "Timestamp")),
    ScalarKind.DATE: ("date", ("datetime", "date")),
}


class CompiledQuery(Record):
    """A query with a condition, and its SQL."""

    query: Query
    code: SqlCode

    @property
    def method(self) -> str:
        """The method of ports and clients that returns a page of its rows."""
        return function_name(self.query.name)

    @property
    def every_method(self) -> str:
        """The method that yields all of its rows."""
        return f"every_{self.method}"


class CompiledGuard(Record):
    """A stored rule, and its SQL."""

    rule: Rule
    code: SqlCode


class StoredCode(Record, dict=True):
    """Queries and guards, sorted by name."""

    queries: Mapping[str, CompiledQuery]
    guards: Mapping[str, CompiledGuard]

    def parameters(self, query: Query) -> tuple[Parameter, ...]:
        """The parameters of a query; one without a condition has none."""
        return () if query.condition is None else self.queries[query.name].code.parameters

    def queries_of(self, entity: str) -> tuple[CompiledQuery, ...]:
        """The queries of an entity's rows."""
        return self._of_entities.get(entity, ())

    @cached_property
    def _of_entities(self) -> Mapping[str, tuple[CompiledQuery, ...]]:
        by_entity = dict[str, list[CompiledQuery]]()
        for query in self.queries.values():
            by_entity.setdefault(query.query.entity, []).append(query)
        return {entity: tuple(queries) for entity, queries in by_entity.items()}


def stored_code(system: System) -> StoredCode:
    """Every query and guard of a system, compiled."""
    named = {query.name: query for query in _queries(system)}
    return StoredCode(
        queries={name: compile_query(named[name]) for name in sorted(named)},
        guards={rule.name: compile_guard(rule) for rule in system.rules if rule.stored},
    )


def compile_query(query: Query) -> CompiledQuery:
    """A query with a condition, and its SQL."""
    assert query.condition is not None
    code = compile_condition(query.condition.root, query.variable, query.entity)
    return CompiledQuery(query, code)


def compile_guard(rule: Rule) -> CompiledGuard:
    """A stored rule with its SQL."""
    return CompiledGuard(rule, compile_stored(rule.holds.root))


def _queries(system: System) -> Iterator[Query]:
    """The queries of operations and jobs that have a condition."""
    steps = (query for step in steps_of(system) for query in step.queries)
    triggers = (query for trigger in system.triggers for query in trigger.queries)
    return (query for query in (*steps, *triggers) if query.condition is not None)


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
