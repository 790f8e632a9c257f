"""Statements that change rows in the unit of work."""

from msc.expr.target import path_of
from msc.ir.steps import CreateStep, DeleteStep, TransitionStep, UpdateStep
from msc.lower.operations.body import Body
from msc.lower.operations.values import assigned, defaults
from msc.lower.pycode import literal
from msc.spelling.code import attribute_name, entity_class, entity_module

COMMON = "id=new_id(), created_at=unit.occurred_at, updated_at=unit.occurred_at, version=1"


def create(body: Body, step: CreateStep) -> None:
    """Makes a row; fields without a value get their default."""
    entity = body.system.entity(step.entity)
    name = entity_class(entity.name)
    body.imports.add(f"shared.dtos.{entity_module(entity.name)}", name)
    body.imports.add("shared.identifiers", "new_id")
    values = (
        *assigned(body, entity, step.values),
        *defaults(body, entity, {value.field for value in step.values}),
    )
    given = ", ".join([COMMON, *(f"{key}={value}" for key, value in values)])
    wish = step.result or f"new_{entity.name}"
    variable = body.bind(step.result, wish) if step.result else body.variables.mark(wish)
    body.emit(f"{variable} = {name}({given})")
    body.emit(f"unit.create({literal(entity.name)}, {variable}.id, {variable}.values())")
    body.changed.add(variable)
    _note(body, variable, entity.name)


def update(body: Body, step: UpdateStep) -> None:
    """Changes a row at hand: with values, or with what the caller gave."""
    row = body.row(step.target.root)
    entity = body.system.entity(step.entity)
    if step.from_input:
        pairs = ", ".join(
            f"{literal(attribute_name(each))}: given.{attribute_name(each)}"
            for each in step.from_input
        )
        sent = f"{{{pairs}}}.items() if name in given.sent"
        _apply(body, step, row, f"{{name: value for name, value in {sent}}}")
        return
    pairs = ", ".join(f"{literal(k)}: {v}" for k, v in assigned(body, entity, step.values))
    _apply(body, step, row, f"{{{pairs}}}")


def transition(body: Body, step: TransitionStep) -> None:
    """Moves a row along its state machine."""
    states = body.system.entity(step.entity).states
    assert states is not None
    row, field = body.row(step.target.root), attribute_name(states.field)
    function = f"next_{step.entity}_state"
    body.imports.add(f"src.domain.states.{entity_module(step.entity)}", function)
    state = f"{function}({literal(step.transition)}, {row}.{field})"
    _apply(body, step, row, f"{{{literal(field)}: {state}}}")


def delete(body: Body, step: DeleteStep) -> None:
    """Removes a row."""
    row = body.row(step.target.root)
    body.checks_versions = True
    body.emit(f"unit.delete({literal(step.entity)}, {row}.id, {row}.version)")


def _apply(body: Body, step: UpdateStep | TransitionStep, row: str, changes: str) -> None:
    name = _changes_name(body, step, row)
    body.checks_versions = True
    body.emit(f"{name} = {changes}")
    amends = body.may_be_written(row)
    body.amends = body.amends or amends
    method = "amend" if amends else "update"
    body.emit(f"unit.{method}({literal(step.entity)}, {row}.id, {row}.version, {name})")
    body.changed.add(body.origin_of(row))
    if not step.result:
        _note(body, row, step.entity)
        return
    variable = body.bind(step.result, step.result)
    body.origins[variable] = body.origin_of(row)
    body.emit(f"{variable} = {row}.model_copy(update={name})")
    _note(body, variable, step.entity)


def _changes_name(body: Body, step: UpdateStep | TransitionStep, row: str) -> str:
    """`changes` where a row is changed once, else a name of its own: their types differ."""
    if not body.has_changes:
        body.has_changes = True
        return "changes"
    return body.variables.mark(f"{(path_of(step.target.root) or (row,))[-1]}_changes")


def _note(body: Body, variable: str, entity: str) -> None:
    # A row that a loop writes need not exist behind the loop.
    if body.depth == 0:
        body.written[variable] = entity
