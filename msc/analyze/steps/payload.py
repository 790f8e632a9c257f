"""The values of an event's payload or of a notification's inputs."""

from collections.abc import Mapping

from msc.analyze import scopes
from msc.analyze.context import Part
from msc.analyze.steps.walk import Walk
from msc.core.record import Record
from msc.ir.steps import Assignment
from msc.ir.triggers import PayloadField
from msc.model.places import Path


class Recipe(Record):
    """The fields that need values: those of `what`, which the step names at the key `named_at`."""

    what: str
    named_at: str
    fields: tuple[PayloadField, ...]


def payload(
    walk: Walk, recipe: Recipe, values: Mapping[str, object], path: Path
) -> tuple[Assignment, ...]:
    """The values of the fields; invalid ones are reported and left out."""
    fields = {field.field.name: field for field in recipe.fields}
    assignments = []
    for name, text in values.items():
        where = (*path, "values", name)
        if not walk.context.known(Part("value", recipe.what), name, fields, where, at_key=True):
            continue
        if fields[name].entity is not None:
            value = walk.writing.value(text, where, scopes.input_type(fields[name]))
        else:
            value = walk.writing.field_value(fields[name].field, text, where, name)
        if value is not None:
            assignments.append(Assignment(name, value))
    needed = (name for name, field in fields.items() if not field.field.optional)
    missing = [name for name in needed if name not in values]
    walk.context.without_value(recipe.what, missing, (*path, recipe.named_at))
    return tuple(assignments)
