"""`create`: creates a row; fields without a value get their default."""

from msc.expr.evaluate import Identity, Value
from msc.ir.steps import CreateStep
from msc.lower.operations.body import Body
from msc.lower.operations.values import assigned, defaults
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.results import Result, Write
from msc.lower.shapes.names import attribute
from msc.lower.shapes.samples import ordinary_value
from msc.lower.steps.row import StepRow
from msc.spelling.code import entity_class, entity_module

COMMON = "id=new_id(), created_at=unit.occurred_at, updated_at=unit.occurred_at, version=1"


class CreateRow(StepRow[CreateStep]):
    """A row that the use case constructs and the unit of work writes."""

    def compile(self, body: Body, step: CreateStep) -> None:
        entity = body.system.entity(step.entity)
        name = entity_class(entity.name)
        body.imports.add(f"shared.dtos.{entity_module(entity.name)}", name)
        body.imports.add("shared.identifiers", "new_id")
        values = (
            *assigned(body, entity, step.values),
            *defaults(body, entity, {value.field for value in step.values}),
        )
        secrets = {attribute(field) for field in entity.hidden}
        shown = (f"{key}={value}" for key, value in values if key not in secrets)
        arguments = ", ".join([COMMON, *shown])
        wish = step.result or f"new_{entity.name}"
        variable = body.bind(step.result, wish) if step.result else body.variables.mark(wish)
        body.emit(f"{variable} = {name}({arguments})")
        written = f"{variable}.values()"
        hidden = [f"{literal(key)}: {value}" for key, value in values if key in secrets]
        if hidden:
            written = f"{{**{written}, {', '.join(hidden)}}}"
        body.emit(f"unit.create({literal(entity.name)}, {variable}.id, {written})")
        body.aliases.hold_new(variable, entity.name)
        body.note_written(variable, entity.name)

    def rehearse(self, outcome: Outcome, step: CreateStep) -> None:
        entity = outcome.system.entity(step.entity)
        assigned = outcome.assigned(step.values, entity.fields)
        values: dict[str, Value] = {
            field.name: assigned[field.name]
            if field.name in assigned
            else ordinary_value(field)
            if field.has_default
            else None
            for field in entity.fields
            if not field.hidden or field.has_default or field.name in assigned
        }
        variable = outcome.variable(step.result or f"new_{entity.name}")
        result = Result(entity, Identity(variable), values, is_new=True)
        outcome.created.append((variable, entity))
        outcome.remember(step.result, result)
        outcome.changes[variable] = Write("CreateWrite", entity, variable, values)


ROW = CreateRow()
