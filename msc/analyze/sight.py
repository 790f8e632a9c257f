"""Operations of the public that show rows which only some people may see."""

from collections.abc import Iterator

from msc.analyze.context import Context
from msc.core.catalogue import flow
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Access, Entity
from msc.ir.expressions import RowValue
from msc.ir.sight import related_row
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.model.places import Path


def check(context: Context, system: System) -> None:
    """Reports each row that nobody could see, because nobody is signed in."""
    for operation in system.operations:
        if operation.actor.kind is not ActorKind.PUBLIC:
            continue
        for path, verb, name in _shown(operation):
            entity = system.entity(name)
            if entity.access.is_restricted:
                context.report(
                    flow.HIDDEN_FROM_PUBLIC, ("operations", operation.name, *path),
                    name=operation.name, verb=verb, entity=name, people=_people(entity),
                )  # fmt: skip


def _shown(operation: Operation) -> Iterator[tuple[Path, str, str]]:
    """The entities of which it shows rows: where, how, and by name."""
    for input_ in operation.inputs:
        if input_.entity is not None:
            yield ("input", input_.field.name), "takes", input_.entity
    for index, step in enumerate(operation.steps):
        if isinstance(step, ListStep):
            yield ("steps", index, "list"), "lists", step.query.entity
    related = related_row(operation)
    if related is not None and isinstance(related.type, RowValue):
        yield ("returns",), "returns", related.type.entity


def _people(entity: Entity) -> str:
    """Who sees its rows."""
    access: Access = entity.access
    owner = ["its owner"] if access.owner is not None else []
    *most, last = [*owner, *(f"`{reader}`" for reader in access.readers)]
    return f"{', '.join(most)} and {last}" if most else last
