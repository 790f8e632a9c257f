"""Finds values that make conditions hold or fail, for the test cases of emitted tests.

For each place that the conditions read, it tries the caller's proposals and the values next to the
constants that the place is compared with. Every result was evaluated, so it is always correct;
there may be none if a boundary is hidden, for example behind arithmetic.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from msc.core.record import Mutable, Record
from msc.expr.evaluate import Path, Value, constant_value, evaluate, leaf_of
from msc.expr.target import Unsupported, children
from msc.ir.expressions import Call, Comprehension, Constant, ListLiteral, Node, ValueType

MAX_TRIALS = 20_000
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "startsWith", "endsWith",
                         "contains"})  # fmt: skip

type Places = dict[Path, ValueType]
type Choices = Callable[[Path, ValueType], Sequence[Value]]
type Accepts = Callable[[Path, Value], bool]


class Condition(Record):
    """An expression and its required outcome."""

    node: Node
    holds: bool = True


def witness(
    conditions: Sequence[Condition], choices: Choices, accepts: Accepts = lambda *_: True
) -> Mapping[Path, Value] | None:
    """A value for each place that the conditions read, or None.

    `choices` proposes values of a place, the most ordinary first; other candidates are used only if
    the place `accepts` them.
    """
    parts = [part for condition in conditions for part in _parts(condition)]
    places: Places = {}
    for part in parts:
        places.update(_places(part.node))
    tried = _Search(parts, _candidates(parts, places, choices, accepts))
    return tried.run()


def variations(
    node: Node, base: Mapping[Path, Value], choices: Choices, accepts: Accepts = lambda *_: True
) -> Iterator[Mapping[Path, Value]]:
    """`base` with one place at a time changed to each other relevant value."""
    yield base
    candidates = _candidates([Condition(node)], _places(node), choices, accepts)
    for path, values in candidates.items():
        for value in values:
            if value != base[path] or type(value) is not type(base[path]):
                yield {**base, path: value}


def _parts(condition: Condition) -> Iterator[Condition]:
    """The conjuncts of the condition, which can be decided separately."""
    match condition.node:
        case Call("!", (operand,)):
            yield from _parts(Condition(operand, not condition.holds))
        case Call("&&", arguments) if condition.holds:
            for argument in arguments:
                yield from _parts(Condition(argument, True))
        case Call("||", arguments) if not condition.holds:
            for operand in arguments:
                yield from _parts(Condition(operand, False))
        case _:
            yield condition


def _places(node: Node) -> Places:
    leaf = leaf_of(node)
    if leaf is not None:
        return {leaf[0]: leaf[1]}
    places: Places = {}
    for child in children(node):
        places.update(_places(child))
    if isinstance(node, Comprehension):
        places.pop((node.variable,), None)
    return places


def _candidates(
    parts: Sequence[Condition], places: Places, choices: Choices, accepts: Accepts
) -> dict[Path, list[Value]]:
    proposed = {path: list(choices(path, type_)) for path, type_ in places.items()}
    candidates = {path: list(values) for path, values in proposed.items()}
    for path, value in _boundaries(parts, proposed):
        if accepts(path, value):
            candidates[path].append(value)
    return {path: _distinct(values) for path, values in candidates.items()}


def _distinct(values: list[Value]) -> list[Value]:
    # True equals 1 in Python, and they are not the same value here.
    return list({(type(value), value): value for value in values}.values())


def _boundaries(
    parts: Sequence[Condition], proposed: Mapping[Path, list[Value]]
) -> Iterator[tuple[Path, Value]]:
    for call in (call for part in parts for call in _comparisons(part.node)):
        places = [
            path for argument in call.arguments for path in _places(argument) if path in proposed
        ]
        values = [value for argument in call.arguments for value in _constants(argument)]
        values += [value for path in places for value in proposed[path]]
        neighbours = [neighbour for value in values for neighbour in near(value)]
        for path in places:
            kinds = {type(value) for value in proposed[path]}
            yield from ((path, neighbour) for neighbour in neighbours if type(neighbour) in kinds)


def _comparisons(node: Node) -> Iterator[Call]:
    if isinstance(node, Call) and node.function in COMPARISONS:
        yield node
    for child in children(node):
        yield from _comparisons(child)


def _constants(node: Node) -> Iterator[Value]:
    if isinstance(node, Constant):
        yield constant_value(node)
    elif isinstance(node, ListLiteral):
        for item in node.items:
            yield from _constants(item)


def near(value: Value) -> tuple[Value, ...]:
    """The value and its neighbours, if its type is ordered."""
    match value:
        case bool() | None:
            return (value,)
        case int():
            return (value, value - 1, value + 1)
        case Decimal():
            return (value, value - 1, value + 1)
        case date():
            return (value, value - timedelta(days=1), value + timedelta(days=1))
        case _:
            return (value,)


class _Search(Mutable):
    """Depth-first search by place; each conjunct is checked as soon as its places have values."""

    parts: Sequence[Condition]
    candidates: Mapping[Path, list[Value]]
    trials: int = 0

    def run(self) -> Mapping[Path, Value] | None:
        order = list(self.candidates)
        due: list[list[Condition]] = [[] for _ in range(len(order) + 1)]
        for part in self.parts:
            positions = [order.index(path) + 1 for path in _places(part.node)]
            due[max(positions, default=0)].append(part)
        if not self._hold(due[0], {}):
            return None
        return self._extended(order, due, {})

    def _extended(
        self, order: list[Path], due: list[list[Condition]], values: dict[Path, Value]
    ) -> dict[Path, Value] | None:
        if len(values) == len(order):
            return values
        path = order[len(values)]
        for value in self.candidates[path]:
            self.trials += 1
            if self.trials > MAX_TRIALS:
                return None
            more = {**values, path: value}
            if self._hold(due[len(more)], more):
                extended = self._extended(order, due, more)
                if extended is not None:
                    return extended
        return None

    def _hold(self, parts: Sequence[Condition], values: Mapping[Path, Value]) -> bool:
        try:
            return all(
                bool(evaluate(part.node, lambda path, _: values[path])) is part.holds
                for part in parts
            )
        except Unsupported:
            return False
