"""Statements that load the caller, row inputs and the time."""

from msc.expr.target import free_variables
from msc.ir.behaviour import ActorKind, InputField
from msc.ir.entities import Entity
from msc.ir.expressions import RowValue
from msc.ir.sight import is_known_before_steps, restricted_result
from msc.ir.steps import NotifyStep
from msc.ir.walk import all_steps, expressions_of
from msc.lower.operations.body import Body, LoadedRow
from msc.lower.operations.sight import reading_roles, require_roles_of_lists
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute, owner_attribute
from msc.lower.shapes.texts import shown_times


def load(body: Body, subject: str) -> None:
    """Loads the caller and the row inputs, and reads the clock if anything depends on it.

    The row of the input `subject` must have the version that the caller names.
    """
    body.names["input"] = "inputs"
    if body.signed_in:
        _load_actor(body)
        require_roles_of_lists(body)
    for input_ in body.operation.inputs:
        if input_.entity is not None:
            _load_input(body, input_, body.system.entity(input_.entity))
            if input_.field.name == subject:
                _require_version(body, body.names[f"input.{subject}"])
    require_sight_of_result(body, after_steps=False)
    roots = [expression.root for expression in expressions_of(body.operation, body.system)]
    used = {name for root in roots for name in free_variables(root)}
    for step in all_steps(body.operation.steps):
        if isinstance(step, NotifyStep):
            used.update(shown_times(body.system.notification(step.notification)))
    for name in ("now", "today"):
        if name in used:
            body.names[name] = name
            body.emit(f"{name} = self.clock.{name}()")


def _load_actor(body: Body) -> None:
    body.names["actor"] = "actor"
    body.aliases.hold("actor", body.account)
    body.imports.add("src.application.caller", "load_actor")
    body.emit(f"actor = await load_actor({body.port(body.account, 'find')}, caller)")
    if body.operation.actor.kind is not ActorKind.ROLES:
        return
    body.imports.add("src.application.caller", "require_role")
    body.imports.add("shared.dtos.enums", "Role")
    roles = ", ".join(f"Role.{role.upper()}" for role in body.operation.actor.roles)
    body.emit(f"require_role(actor, {roles})")


def _load_input(body: Body, input_: InputField, entity: Entity) -> None:
    path, key = f"input.{input_.field.name}", f"inputs.{attribute(input_.field)}"
    variable = body.bind(path, input_.field.name)
    body.loaded.append(LoadedRow(variable, entity.name, input_.field.optional))
    body.aliases.hold(variable, entity.name, optional=input_.field.optional)
    loaded = f"await {body.method(entity.name, 'get')}({key})"
    if not input_.field.optional:
        body.emit(f"{variable} = {loaded}")
        _require_sight(body, variable, entity)
        return
    body.names[f"{path}.id"] = key
    body.emit(f"{variable} = None if {key} is None else {loaded}")
    if _is_restricted(body, entity):
        body.emit(f"if {variable} is not None:")
        with body.block():
            _require_sight(body, variable, entity)


def _require_version(body: Body, variable: str) -> None:
    body.imports.add("src.application.caller", "require_version")
    body.emit(f"require_version(caller, {variable}.version)")


def require_sight_of_result(body: Body, *, after_steps: bool) -> None:
    """Requires that the actor sees the returned row if it is a related one.

    One that a result of a step refers to is known only after the steps.
    """
    row = restricted_result(body.operation, body.system)
    if row is None or is_known_before_steps(row) == after_steps:
        return
    assert isinstance(row.root.type, RowValue)
    _require_sight(body, body.row(row.root), body.system.entity(row.root.type.entity))


def _is_restricted(body: Body, entity: Entity) -> bool:
    return body.signed_in and entity.access.is_restricted


def _require_sight(body: Body, variable: str, entity: Entity) -> None:
    if not _is_restricted(body, entity):
        return
    body.imports.add("src.application.caller", "require_sight")
    owner = owner_attribute(entity)
    held = "None" if owner is None else f"{variable}.{owner}"
    arguments = ", ".join(["actor", held, *reading_roles(body, entity.access)])
    named = f"entity={literal(entity.name)}, row_id={variable}.id"
    body.emit(f"require_sight({arguments}, {named})")
