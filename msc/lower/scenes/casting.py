"""The values of a scene: for each place the possible ones, and those that meet the conditions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import assert_never

from msc.core.record import replace
from msc.expr.evaluate import Path, Value, evaluate
from msc.expr.target import Unsupported, loaded_paths
from msc.expr.witness import Condition, witness
from msc.ir.expressions import (
    Call,
    Comprehension,
    Constant,
    ListLiteral,
    Node,
    Select,
    ValueType,
    Variable,
)
from msc.ir.fields import Field, ReferenceType
from msc.lower.scenes.admission import Demands
from msc.lower.scenes.paths import loops, paths_for_sight
from msc.lower.scenes.rows import free_reference, row_choices
from msc.lower.scenes.sharing import shared
from msc.lower.scenes.stage import Scene, Stage, field_at
from msc.lower.shapes.samples import accepts, choices, held, sample_value
from msc.lower.types.date import TODAY
from msc.lower.types.datetime import NOW


def first_scene(
    stage: Stage,
    ways: Iterator[Demands],
    conditions: Sequence[Condition],
    near: Scene | None = None,
    *,
    together: bool = False,
) -> Scene | None:
    """The scene of the first way in which all conditions hold, with few changes to one `near`.

    `together` lets two places hold one row.
    """
    needed = [*conditions, *_selected(stage)]
    for demands in ways:
        choose = chooser(stage, demands, near, together=together)
        values = witness(needed, choose, acceptance(stage, demands))
        if values is not None:
            scene = built(stage, values, demands, near)
            if scene.stored == scene.rows or _meets(scene, needed):
                return scene
    return None


def _meets(scene: Scene, conditions: Sequence[Condition]) -> bool:
    """Whether all conditions hold; one that reads a result of a step does not."""
    try:
        return all(
            evaluate(condition.node, scene.look_up) == condition.holds for condition in conditions
        )
    except Unsupported:
        return False


def _selected(stage: Stage) -> Iterator[Condition]:
    """The rows of loops match their queries."""
    for loop in loops(stage.operation.steps):
        if loop.query.condition is not None:
            node = loop.query.condition.root
            yield Condition(_renamed(node, loop.query.variable, loop.variable))


def chooser(
    stage: Stage, demands: Demands, near: Scene | None, *, together: bool = False
) -> Callable[[Path, ValueType], Sequence[Value]]:
    """The values to try at a place: the demanded ones, or that of the scene `near` first."""

    def choose(path: Path, type_: ValueType) -> Sequence[Value]:
        if path in demands:
            return demands[path]
        row_ = (*_possible(stage, path), *(_others(stage, path) if together else ()))
        row, field = near.row(path) if near else None, field_at(stage, path)
        if row is not None and row.shared and field is not None:
            row_ = _elsewhere(stage, path, field)
        if near is None:
            return row_
        try:
            return (near.look_up(path, type_), *row_)
        except Unsupported:
            return row_

    return choose


def _possible(stage: Stage, path: Path) -> Sequence[Value]:
    fixed = {("now",): NOW, ("today",): TODAY}
    if path in fixed:
        return (fixed[path],)
    field = field_at(stage, path)
    if path in stage.places:
        identity = stage.places[path].identity
        optional = field is not None and field.optional and path[:-1] in stage.places
        return (identity, None) if optional else (identity,)
    if field is None:
        return (NOW,)
    holder = stage.places.get(path[:-1])
    if holder is None:
        return choices(field)
    possible = row_choices(holder.constant, field)
    return (*possible, *_others(stage, path))


def _others(stage: Stage, path: Path) -> tuple[Value, ...]:
    """The rows at other places that a reference may lead to."""
    field = field_at(stage, path)
    if field is None or not isinstance(field.type, ReferenceType):
        return ()
    entity = field.type.entity
    places = (place for place in stage.places.values() if place.path != path)
    return tuple(place.identity for place in places if place.entity.name == entity)


def _elsewhere(stage: Stage, path: Path, field: Field) -> tuple[Value, ...]:
    """Other rows for a place that shared one, so that a row of its own was never stored."""
    holder = stage.places.get(path[:-1])
    if holder is None:
        return ()
    if path in _loaded_before_rules(stage):
        return _others(stage, path)
    return (free_reference(holder.constant, field),)


def _loaded_before_rules(stage: Stage) -> frozenset[Path]:
    """The places whose rows are loaded before the rules are checked."""
    rules = stage.system.rules_of(stage.operation)
    read = {path for rule in rules for path in loaded_paths(rule.holds.root)}
    return frozenset(read).union(paths_for_sight(stage.operation, stage.system))


def acceptance(stage: Stage, demands: Demands) -> Callable[[Path, Value], bool]:
    """Whether a place may hold a value besides those that were chosen for it."""

    def is_accepted(path: Path, value: Value) -> bool:
        if path in demands:
            return False
        field = field_at(stage, path)
        return field is not None and accepts(field, value)

    return is_accepted


def built(
    stage: Stage, values: Mapping[Path, Value], demands: Demands, near: Scene | None
) -> Scene:
    """The scene in which places hold these values, and the others what they hold in `near`."""
    rows = dict(stage.places) if near is None else {row.path: row for row in near.rows}
    inputs = dict(near.inputs) if near else {
        input_.field.name: sample_value(input_.field.type)
        for input_ in stage.operation.inputs if not input_.entity
    }  # fmt: skip
    chosen = {**{path: values[0] for path, values in demands.items()}, **values}
    for path, row in rows.items():
        if path[:-1] in rows and near is None:
            chosen.setdefault(path, row.identity)
    for path, value in chosen.items():
        field = field_at(stage, path)
        if field is not None and path[:-1] in rows:
            rows[path[:-1]] = rows[path[:-1]].but({path[-1]: held(field.type, value)})
        elif field is not None and path not in rows:
            inputs[path[1]] = held(field.type, value)
    return Scene(tuple(shared(rows, chosen, stage.places).values()), inputs)


def _renamed(node: Node, old: str, new: str) -> Node:
    match node:
        case Variable(name):
            return replace(node, name=new) if name == old else node
        case Select(operand):
            return replace(node, operand=_renamed(operand, old, new))
        case Call(_, arguments):
            return replace(
                node, arguments=tuple(_renamed(argument, old, new) for argument in arguments)
            )
        case ListLiteral(items):
            return replace(node, items=tuple(_renamed(item, old, new) for item in items))
        case Comprehension(_, source, variable, body):
            inner = body if variable == old else _renamed(body, old, new)
            return replace(node, range=_renamed(source, old, new), body=inner)
        case Constant():
            return node
        case _:
            assert_never(node)
