"""`update`: changes a loaded row, with given values or with the caller's inputs."""

from msc.analyze import scopes
from msc.analyze.context import Part
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.analyze.types import places_of, value_type
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.expr.scope import assignable, describe
from msc.expr.target import path_of
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity
from msc.ir.expressions import RowValue
from msc.ir.steps import Assignment, UpdateStep
from msc.model.places import Path
from msc.model.steps import UpdateStepSpec


class UpdateRow(StepRow[UpdateStepSpec]):
    """Rejects an update without fields."""

    def resolve(self, walk: Walk, spec: UpdateStepSpec, path: Path) -> UpdateStep | None:
        row = walk.written(spec.update, (*path, "update"))
        if row is None:
            return None
        target, entity = row
        values: tuple[Assignment, ...] = ()
        copied: tuple[str, ...] = ()
        where = (*path, "set")
        if spec.set == "input":
            copied = _copied(walk, entity, where)
        else:
            values = walk.writing.assignments(entity, spec.set, where, creating=False)
            if not spec.set:
                _nothing(walk, where, "it sets no field", "name the fields and their values")
        result = walk.result(spec.result, RowValue(entity.name), path)
        walk.turns.changed(path_of(target.root) or (), result)
        return UpdateStep(entity.name, target, values, copied, result)


def _nothing(walk: Walk, path: Path, reason: str, suggestion: str) -> None:
    walk.context.report(
        architecture.NO_EFFECT, path, name="update", reason=reason, suggestion=suggestion
    )


def _copied(walk: Walk, entity: Entity, path: Path) -> tuple[str, ...]:
    """The inputs that are copied to fields of the same names."""
    plain = [input_ for input_ in walk.inputs if input_.entity is None]
    fields = {field.name: field for field in entity.fields}
    if not plain:
        reason = "the operation has no plain inputs"
        _nothing(walk, path, reason, "give it some, or set values")
    for input_ in walk.inputs:
        name = input_.field.name
        if input_.entity is not None and name in fields:
            pairs = ", ".join(f"{key}: input.{key}" for key in fields if key in _names(walk))
            walk.context.report(
                codes.WRONG_VALUE, path, value="`input`", kind="a change",
                reason=f"rows like `input.{name}` are not copied; write `{{{pairs}}}`",
            )  # fmt: skip
    for input_ in plain:
        name = input_.field.name
        known = walk.context.known(Part("field", entity.name), name, fields, path)
        if known and walk.writing.writable(entity, fields[name], path, creating=False):
            _fits(walk, input_, entity, path)
    return tuple(input_.field.name for input_ in plain)


def _names(walk: Walk) -> frozenset[str]:
    return frozenset(input_.field.name for input_ in walk.inputs)


def _fits(walk: Walk, input_: InputField, entity: Entity, path: Path) -> None:
    target = entity.field_named(input_.field.name)
    # A missing input leaves the field as it is, so the field itself may be required.
    expected, type_ = value_type(target.type, optional=True), scopes.input_type(input_)
    places = places_of(input_.field.type)
    value = f"`input.{input_.field.name}`"
    if input_.field.has_default:
        walk.context.report(
            codes.WRONG_VALUE, path, value=value, kind="a change",
            reason="its default would overwrite the current value",
            hint="declare it `optional: true`, which leaves the default out",
        )  # fmt: skip
    if assignable(type_, expected):
        if places is not None:
            walk.writing.keeps(target, places, path, f"{entity.name}.{target.name}")
    else:
        walk.context.report(
            codes.WRONG_VALUE, path, value=value, kind=describe(expected),
            reason=f"it is {describe(type_)}",
        )  # fmt: skip


ROW = UpdateRow()
