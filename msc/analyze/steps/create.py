"""`create`: creates a row."""

from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.analyze.writing import by_registration
from msc.ir.expressions import RowValue
from msc.ir.fields import PasswordType
from msc.ir.steps import CreateStep
from msc.model.places import Path
from msc.model.steps import CreateStepSpec


class CreateRow(StepRow[CreateStepSpec]):
    """Checks that every required field has a value."""

    def resolve(self, walk: Walk, spec: CreateStepSpec, path: Path) -> CreateStep | None:
        where = (*path, "create")
        if not walk.context.known("entity", spec.create, walk.nouns.entities, where):
            return None
        entity = walk.nouns.entities[spec.create]
        if not walk.in_postgres(entity, where):
            return None
        values = walk.writing.assignments(entity, spec.set, (*path, "set"), creating=True)
        needed = (field for field in entity.fields if not (field.optional or field.has_default))
        missing = [field.name for field in needed if field.name not in spec.set]
        hashed = any(isinstance(entity.field_named(name).type, PasswordType) for name in missing)
        hint = by_registration(walk.context) if hashed else None
        walk.context.without_value(f"a new {entity.name}", missing, where, hint=hint)
        return CreateStep(
            entity.name, values, walk.result(spec.result, RowValue(entity.name), path)
        )


ROW = CreateRow()
