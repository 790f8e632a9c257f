"""Variations of a success scene that make the operation fail."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.fields import EnumType
from msc.ir.system import Authentication
from msc.lower.pycode import literal
from msc.lower.scenes.admission import lists_rows
from msc.lower.scenes.cases import Parameters
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.rows import SceneRow
from msc.lower.scenes.scene import hidden_scene, wrong_states
from msc.lower.scenes.stage import Scene, Stage, is_guarded
from msc.lower.shapes.samples import value_text
from msc.spelling.code import attribute_name, enum_class, function_name


class Variation(Record):
    """A statement that changes a row, for each value of the test's parameter."""

    statement: str
    parameters: Parameters


def changes(scene: Scene, usual: Scene) -> tuple[str, ...]:
    """The statements that store the rows of a scene that differ from the usual ones."""
    return tuple(
        f"data.{function_name(row.entity.plural)}.put({row.text_beside(other)})"
        for row, other in zip(scene.rows, usual.rows, strict=True)
        if row.values != other.values and not row.shared
    )


def given_rows(scene: Scene) -> Iterator[SceneRow]:
    """The rows that the input refers to."""
    inputs = (row for row in scene.stored if row.path[0] == "input")
    return (row for row in inputs if len(row.path) == 2)


def hidden_rows(stage: Stage, scene: Scene) -> Iterator[tuple[SceneRow, Scene]]:
    """The rows that are hidden from others, each with a scene in which it is hidden."""
    for row in scene.stored:
        hidden = hidden_scene(stage, row.path, scene) if is_guarded(stage, row) else None
        if hidden is not None and signed_in(stage.operation):
            yield row, hidden


def removal(row: SceneRow) -> str:
    """The statement that deletes a row."""
    return f"del data.{function_name(row.entity.plural)}.stored[{row.constant}.id]"


def other_roles(stage: Stage, scene: Scene) -> Variation | None:
    """The caller has a role that may not run the operation."""
    actor, accounts = scene.row(("actor",)), stage.system.authentication
    if actor is None or accounts is None:
        return None
    others = [role.name for role in stage.system.roles
              if role.name not in stage.roles or not lists_rows(stage, role.name)]  # fmt: skip
    return _of_roles(actor, accounts, others)


def admitted_roles(stage: Stage, scene: Scene) -> Variation | None:
    """The caller has each of the roles that may run the operation, if there are several."""
    actor, accounts = scene.row(("actor",)), stage.system.authentication
    if actor is None or accounts is None:
        return None
    roles = [role for role in stage.roles if lists_rows(stage, role)]
    return _of_roles(actor, accounts, roles) if len(roles) > 1 else None


def _of_roles(actor: SceneRow, accounts: Authentication, roles: list[str]) -> Variation | None:
    rows = tuple(f"Role.{role.upper()}" for role in roles)
    return _variation(actor, accounts.role, "role: Role", rows) if rows else None


def other_states(stage: Stage, scene: Scene) -> Variation | None:
    """The row of the first transition is in a state that the transition does not start from."""
    states = wrong_states(stage, scene)
    usual = scene.row(states[0][0].path) if states else None
    if usual is None:
        return None
    machine = usual.entity.states
    assert machine is not None
    type_ = usual.entity.field_named(machine.field).type
    assert isinstance(type_, EnumType)
    words = tuple(value_text(type_, word) for row, word in states if row.path == usual.path)
    return _variation(usual, machine.field, f"state: {enum_class(type_.name)}", words)


def _variation(row: SceneRow, field: str, declared: str, values: tuple[str, ...]) -> Variation:
    name = declared.partition(":")[0]
    copy = f"{row.constant}.model_copy(update={{{literal(attribute_name(field))}: {name}}})"
    return Variation(
        f"data.{function_name(row.entity.plural)}.put({copy})", Parameters((declared,), values)
    )
