"""Stored rows on both sides of a predicate: matching ones and others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from msc.core.record import Record, replace
from msc.expr.evaluate import Identity, Path, Value, evaluate, leaf_of
from msc.expr.scope import is_optional
from msc.expr.sql import Parameter, SqlCode
from msc.expr.target import Unsupported, children, reads_stored_rows
from msc.expr.witness import COMPARISONS, Condition, near, variations, witness
from msc.ir.entities import Entity
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    EnumValue,
    ListLiteral,
    ListValue,
    Node,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
    Variable,
)
from msc.ir.fields import Field, ReferenceType
from msc.ir.system import System
from msc.lower.shapes.numbered import is_varied
from msc.lower.shapes.queries import CompiledGuard, CompiledQuery
from msc.lower.shapes.samples import accepts, choices
from msc.lower.types.date import TODAY
from msc.lower.types.datetime import NOW

MOST_ROWS = 128
# What the factory of rows chooses by itself, another one for each row.
CREATED = Identity("made")

SCALARS: dict[ScalarKind, tuple[Value, ...]] = {
    ScalarKind.BOOL: (True, False),
    ScalarKind.INT: (1,),
    ScalarKind.STRING: ("A sample",),
    ScalarKind.TIMESTAMP: (NOW,),
    ScalarKind.DATE: (TODAY,),
}

type Values = Mapping[str, Value]


class RowCases(Record):
    """Parameters and rows: `counted` is a matching row, which `also` and `beside` change.

    `also` holds changes with which the row still matches, and `beside` those with which it does
    not. Rows are values of fields by name. `others` holds the rows that these and the parameters
    refer to by an Identity, each with its entity.
    """

    entity: Entity
    others: tuple[tuple[Identity, str], ...]
    parameters: tuple[tuple[Parameter, Value], ...]
    counted: Values
    also: tuple[Values, ...]
    beside: tuple[Values, ...]


class GuardCases(Record):
    """The outcome of a guard for 0, 1, 2 ... matching rows."""

    rows: RowCases
    verdicts: tuple[bool, ...]


def query_cases(compiled: CompiledQuery, system: System) -> RowCases | None:
    """Rows that match a query and rows that do not, or None if they are unknown."""
    query = compiled.query
    assert query.condition is not None
    entity = system.entity(query.entity)
    cases = _Predicate(query.condition.root, query.variable, entity, compiled.code).cases(True, 1)
    return cases if cases and cases.beside else None


def guard_cases(compiled: CompiledGuard, system: System) -> GuardCases | None:
    """Rows with which a guard holds and fails, or None if they are unknown.

    Supported are guards that depend on the number of matching rows of one collection.
    """
    root, code = compiled.rule.holds.root, compiled.code
    selections = [
        node for node in _nodes(root)
        if isinstance(node, Comprehension) and reads_stored_rows(node.range)
    ]  # fmt: skip
    if len(selections) != 1 or len(code.models) != 1:
        return None
    selection = selections[0]
    # With `all`, the rows that matter are those that do not meet the condition.
    meets = selection.kind is not ComprehensionKind.ALL
    entity = system.entity(code.models[0])
    predicate = _Predicate(selection.body, selection.variable, entity, code)
    base = predicate.base(meets)
    verdicts = () if base is None else _verdicts(root, base)
    cases = predicate.cases(meets, len(verdicts) - 1) if verdicts else None
    if cases is None or entity.name in _made_besides(cases, system):
        return None
    return GuardCases(cases, verdicts)


def _verdicts(root: Node, values: Mapping[Path, Value]) -> tuple[bool, ...]:
    """The outcome for each number of rows, up to the last number that changes it."""
    try:
        lines = [
            bool(evaluate(_counting(root, count), lambda path, _: values[path]))
            for count in range(MOST_ROWS)
        ]
    except (Unsupported, KeyError):
        return ()
    changes = [index for index in range(1, MOST_ROWS) if lines[index] is not lines[index - 1]]
    return tuple(lines[: changes[-1] + 1]) if changes else ()


def _counting(node: Node, count: int) -> Node:
    """The expression with `count` matching rows in its selection."""
    match node:
        case Comprehension(ComprehensionKind.FILTER, type=type_):
            return ListLiteral((Constant(None, type_),) * count, type_)
        case Comprehension(ComprehensionKind.EXISTS, type=type_):
            return Constant(count > 0, type_)
        case Comprehension(ComprehensionKind.ALL, type=type_):
            return Constant(count == 0, type_)
        case Comprehension(ComprehensionKind.EXISTS_ONE, type=type_):
            return Constant(count == 1, type_)
        case Call(arguments=arguments):
            return replace(
                node, arguments=tuple(_counting(argument, count) for argument in arguments)
            )
        case Comprehension() | Constant() | Variable() | Select() | ListLiteral():
            return node
        case _:
            assert_never(node)


def _made_besides(cases: RowCases, system: System) -> frozenset[str]:
    """The entities of the rows that the parameters and the rows themselves reference."""
    pending = [entity for _, entity in cases.others] + _targets(cases.entity)
    entities: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in entities:
            entities.add(name)
            pending += _targets(system.entity(name))
    return frozenset(entities)


def _targets(entity: Entity) -> list[str]:
    return [field.type.entity for field in entity.fields if isinstance(field.type, ReferenceType)]


class _Predicate(Record):
    """A condition over `variable`, a row of `entity`."""

    body: Node
    variable: str
    entity: Entity
    code: SqlCode

    def base(self, meets: bool) -> Mapping[Path, Value] | None:
        return witness([Condition(self.body, meets)], self._choose, self._accepts)

    def cases(self, meets: bool, count: int) -> RowCases | None:
        base = self.base(meets)
        if base is None:
            return None
        counted = self._row(base)
        rows = [counted] * count
        if _repeats(self.entity, rows):
            return None
        also: list[Values] = []
        beside: list[Values] = []
        for change, matters in self._changes(base, meets):
            more = [{**counted, **change}] * (count if matters else 1)
            if not _repeats(self.entity, [*rows, *more]):
                rows += more
                (also if matters else beside).append(change)
        parameters = self._parameters(base)
        named = [value for _, value in parameters]
        named += [value for row in (counted, *also, *beside) for value in row.values()]
        others = tuple(
            (identity, entity) for identity, entity in self._others.items() if identity in named
        )
        return RowCases(self.entity, others, parameters, counted, tuple(also), tuple(beside))

    def _changes(self, base: Mapping[Path, Value], meets: bool) -> Iterator[tuple[Values, bool]]:
        """Each change of a single field of the row, and whether the row still matches."""
        for values in variations(self.body, base, self._choose, self._accepts):
            changed = [path for path, value in values.items() if not _same(value, base[path])]
            if not changed or changed[0][0] != self.variable or values[changed[0]] == CREATED:
                continue
            try:
                met = evaluate(self.body, lambda path, _, at=values: at[path])  # type: ignore[misc]
            except Unsupported:
                continue
            yield {changed[0][1]: values[changed[0]]}, bool(met) is meets

    def _row(self, values: Mapping[Path, Value]) -> Values:
        return {
            path[1]: value
            for path, value in values.items()
            if path[0] == self.variable and value != CREATED
        }

    def _parameters(self, values: Mapping[Path, Value]) -> tuple[tuple[Parameter, Value], ...]:
        return tuple(
            (parameter, values[self._place(parameter)])
            for parameter in self.code.parameters
            if self._place(parameter) in values
        )

    def _place(self, parameter: Parameter) -> Path:
        return parameter.path[:-1] if parameter.path[-1] == "id" else parameter.path

    @property
    def _others(self) -> dict[Identity, str]:
        """The rows other than that of the predicate, by identity, with their entities."""
        leaves = dict(leaf for node in _nodes(self.body) if (leaf := leaf_of(node)) is not None)
        others: dict[Identity, str] = {}
        for parameter in self.code.parameters:
            type_ = leaves.get(self._place(parameter))
            if isinstance(type_, RowValue):
                others[Identity(parameter.name)] = type_.entity
        for field in self.entity.fields:
            if isinstance(field.type, ReferenceType):
                others.setdefault(_other(field.type), field.type.entity)
        return others

    def _choose(self, path: Path, type_: ValueType) -> Sequence[Value]:
        if path[0] != self.variable:
            return self._demanded(path, type_)
        field = self._field(path)
        return () if field is None else tuple(dict.fromkeys(self._stored(path, field)))

    def _demanded(self, path: Path, type_: ValueType) -> tuple[Value, ...]:
        """Values of a parameter."""
        missing: tuple[Value, ...] = (None,) if is_optional(type_) else ()
        match type_:
            case RowValue():
                names = (
                    parameter.name
                    for parameter in self.code.parameters
                    if self._place(parameter) == path
                )
                return (*(Identity(name) for name in names), *missing)
            case EnumValue(values=words):
                return (*words, *missing)
            case ScalarValue(kind):
                return (*SCALARS.get(kind, ()), *missing)
            case RecordValue() | ListValue():
                return ()
            case _:
                assert_never(type_)

    def _stored(self, path: Path, field: Field) -> Iterator[Value]:
        """Values of a field of the row, the most unusual first."""
        if isinstance(field.type, ReferenceType):
            yield None if field.optional else CREATED
            entity, other = field.type.entity, _other(field.type)
            yield from (
                identity
                for identity, of in self._others.items()
                if of == entity and identity != other
            )
            yield other
            return
        if field.unique:
            yield CREATED
        yield from choices(field)
        yield from (value for value in self._compared(path) if accepts(field, value))

    def _compared(self, path: Path) -> Iterator[Value]:
        """The values next to those that the place is compared with."""
        for one, other in _comparisons(self.body):
            leaf = leaf_of(one)
            if leaf is not None and leaf[0] == path:
                yield from self._near(other)

    def _near(self, node: Node) -> tuple[Value, ...]:
        def first(path: Path, type_: ValueType) -> Value:
            values = () if path[0] == self.variable else self._demanded(path, type_)
            if not values:
                raise Unsupported("this is not known before the row")
            return values[0]

        try:
            value = evaluate(node, first)
        except Unsupported:
            return ()
        return () if isinstance(value, tuple) else near(value)

    def _accepts(self, path: Path, value: Value) -> bool:
        if path[0] != self.variable:
            return not isinstance(value, Identity)
        field = self._field(path)
        return field is not None and accepts(field, value)

    def _field(self, path: Path) -> Field | None:
        names = path[1:]
        fields = (field for field in self.entity.fields if names == (field.name,))
        return next(fields, None)


def _comparisons(root: Node) -> Iterator[tuple[Node, Node]]:
    """The two sides of each comparison, in both directions."""
    for node in _nodes(root):
        if isinstance(node, Call) and node.function in COMPARISONS:
            left, right = node.arguments
            yield from ((left, right), (right, left))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _nodes(child)


def _other(type_: ReferenceType) -> Identity:
    return Identity(f"other_{type_.entity}_id")


def _same(one: Value, other: Value) -> bool:
    return one == other and type(one) is type(other)


def _repeats(entity: Entity, rows: Sequence[Values]) -> bool:
    """Whether the rows have equal values that must be unique."""
    groups = [(field.name,) for field in entity.fields if field.unique]
    # Values that the factory chooses differ, unless the type has but a few.
    chosen = {field.name: None if is_varied(field) else CREATED for field in entity.fields}
    for group in (*groups, *entity.uniques):
        keys = [tuple(row.get(name, chosen[name]) for name in group) for row in rows]
        complete = [key for key in keys if None not in key]
        if len(set(complete)) < len(complete):
            return True
    return False
