"""The run of an operation in a scene: its reads, guards, writes and events."""

from collections.abc import Iterator

from msc.expr.evaluate import Path, Value
from msc.expr.target import Unsupported, free_variables, is_row, loaded_paths, path_of
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Store
from msc.ir.fields import Field
from msc.ir.system import System
from msc.lower.operations.rules import rule_parameters
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.paths import paths_for_sight, signed_in
from msc.lower.scenes.results import Result
from msc.lower.scenes.stage import Scene
from msc.lower.shapes.queries import StoredCode
from msc.lower.steps import rehearse_step
from msc.lower.types.texts import wire_text

MASK = "***"


def outcome_of(
    operation: Operation, system: System, scene: Scene, stored: StoredCode
) -> Outcome | None:
    """The outcome, or None if it depends on values that only an actual run knows."""
    outcome = Outcome(system, operation, scene, stored)
    try:
        _perform(outcome)
        outcome.returned()
    except Unsupported:
        return None
    return outcome


def _perform(outcome: Outcome) -> None:
    outcome.reads.extend(dict.fromkeys(_read_versions(outcome)))
    for name in outcome.operation.rules:
        _guard(outcome, outcome.system.rule(name))
    for step in outcome.operation.steps:
        rehearse_step(outcome, step)
    if outcome.operation.audit is not None:
        _audit(outcome, outcome.operation.audit)


def _read_versions(outcome: Outcome) -> Iterator[str]:
    """The rows that must not change before the commit."""
    operation, scene = outcome.operation, outcome.scene
    rules = outcome.system.rules_of(operation)
    judged = any("actor" in free_variables(rule.holds.root) for rule in rules if not rule.stored)
    paths: list[Path] = [("actor",)] if judged and signed_in(operation) else []
    paths += [("input", input_.field.name) for input_ in operation.inputs if input_.entity]
    paths += paths_for_sight(operation, outcome.system)
    paths += [path for rule in rules for path in _loaded_for(rule)]
    present = filter(scene.is_there, dict.fromkeys(paths))
    for row in filter(None, map(scene.row, present)):
        if row.entity.store is Store.POSTGRES:
            name = literal(row.entity.name)
            yield f"ReadVersion(entity={name}, id={row.constant}.id, version=1)"


def _loaded_for(rule: Rule) -> Iterator[Path]:
    """The rows behind references that a rule reads, each after the one that references it."""
    nodes = (
        [rule.holds.root]
        if rule.stored
        else [parameter.node for parameter in rule_parameters(rule)]
    )
    for node in nodes:
        own = path_of(node) if is_row(node) else None
        loaded = {*loaded_paths(node), *([own] if own else [])}
        for path in sorted(loaded, key=lambda path_: (len(path_), path_)):
            yield from (path[:end] for end in range(2, len(path) + 1))


def _guard(outcome: Outcome, rule: Rule) -> None:
    if not rule.stored:
        return
    parameters = []
    for parameter in outcome.stored.guards[rule.name].code.parameters:
        path = parameter.path[:-1] if parameter.path[-1] == "id" else parameter.path
        value = wire_text(outcome.look_up(path, parameter.type))
        parameters.append(f"{literal(parameter.name)}: {value}")
    name = literal(rule.name)
    outcome.guards.append(f"Guard(name={name}, parameters={{{', '.join(parameters)}}})")


def _audit(outcome: Outcome, category: str) -> None:
    operation = literal(outcome.operation.name)
    entity, identity = operation, operation
    required = {
        input_.field.name for input_ in outcome.operation.inputs if not input_.field.optional
    }
    read = (
        Result(row.entity, row.identity, row.values)
        for row in outcome.scene.rows
        if row.path[0] == "input" and len(row.path) == 2 and row.path[1] in required
    )
    subject = next(iter((*outcome.lasting, *read)), None)
    if subject is not None:
        entity, identity = literal(subject.entity.name), wire_text(subject.identity)
    actor = "str(ACTOR.id)" if signed_in(outcome.operation) else "None"
    details = ", ".join(
        f"{literal(input_.field.wire_name)}: {_recorded(outcome, input_.field)}"
        for input_ in outcome.operation.inputs
    )
    data = (
        f'{{"operation": {operation}, "category": {literal(category)}, "actor_id": {actor}, '
        f'"entity_type": {entity}, "entity_id": {identity}, "details": {{{details}}}}}'
    )
    outcome.publish("audit.recorded", (entity, identity), data)


def _recorded(outcome: Outcome, field: Field) -> str:
    """The input in an audit record, without personal data."""
    row = outcome.scene.row(("input", field.name))
    value: Value = row.identity if row is not None else outcome.scene.inputs[field.name]
    is_masked = (field.personal or field.hidden) and value is not None
    return literal(MASK) if is_masked else wire_text(value)
