"""Common behaviour of the verbs that change a loaded row."""

from collections.abc import Iterable

from msc.expr.target import path_of
from msc.ir.steps import ChangeStep
from msc.lower.operations.body import Body
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute


def change(
    body: Body, step: ChangeStep, row: str, changes: str, fields: Iterable[str] = ()
) -> None:
    """Writes the changes, a mapping, to the row that the variable holds.

    `fields` are the names of those among them that the caller or the spec gives a value.
    """
    secrets = _secrets(body, step.entity, frozenset(fields))
    name = _changes_name(body, step, row)
    body.emit(f"{name} = {changes}")
    amends = body.may_be_written(row)
    body.amends = body.amends or amends
    method = "amend" if amends else "update"
    body.emit(f"unit.{method}({literal(step.entity)}, {row}.id, {row}.version, {name})")
    body.aliases.note_write(row)
    if not step.result:
        body.note_written(row, step.entity)
        return
    variable = body.bind(step.result, step.result)
    body.aliases.hold_changed(variable, row)
    shown = name if not secrets else _shown(name, secrets)
    body.emit(f"{variable} = {row}.model_copy(update={shown})")
    body.note_written(variable, step.entity)


def _secrets(body: Body, entity: str, written: frozenset[str]) -> tuple[str, ...]:
    """The changes that services only write."""
    hidden = body.system.entity(entity).hidden
    return tuple(attribute(field) for field in hidden if field.name in written)


def _shown(changes: str, secrets: tuple[str, ...]) -> str:
    """The changes that the row shows: secrets are written, and are no part of it."""
    left_out = f"!= {literal(secrets[0])}" if len(secrets) == 1 else f"not in {literal(secrets)}"
    return f"{{name: value for name, value in {changes}.items() if name {left_out}}}"


def _changes_name(body: Body, step: ChangeStep, row: str) -> str:
    """`changes` if only one row is changed, else a unique name, because the types differ."""
    if not body.has_changes:
        body.has_changes = True
        return "changes"
    return body.variables.mark(f"{(path_of(step.target.root) or (row,))[-1]}_changes")
