"""Entities of which a second row would repeat what is unique in the first one."""

from collections.abc import Iterator

from msc.analyze.context import Context
from msc.core.catalogue import flow
from msc.ir.entities import Entity
from msc.ir.steps import CreateStep, TransitionStep, UpdateStep
from msc.ir.system import System
from msc.ir.walk import steps_of


def check(context: Context, system: System) -> None:
    """Reports entities whose rows all have the defaults of unique fields."""
    written, created = frozenset(_written(system)), frozenset(_created(system))
    for entity in system.entities:
        group = next(_repeated(entity, written), None) if entity.name in created else None
        if group is not None:
            _report(context, entity, group)


def _report(context: Context, entity: Entity, group: tuple[str, ...]) -> None:
    names = [f"`{name}`" for name in group]
    verb, noun = ("is", "its default") if len(names) == 1 else ("are", "their defaults")
    context.report(
        flow.LONELY_ROW, ("entities", entity.name), at_key=True, name=entity.name, field=group[0],
        fields=f"{' and '.join(names)} {verb} unique, and every row is stored with {noun}",
    )  # fmt: skip


def _repeated(entity: Entity, written: frozenset[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """The unique groups of which each field has its default in every row."""
    constant = {
        field.name
        for field in entity.fields
        if field.has_default
        and field.default is not None
        and (entity.name, field.name) not in written
    }
    alone = ((field.name,) for field in entity.fields if field.unique)
    return (group for group in (*alone, *entity.uniques) if constant.issuperset(group))


def _created(system: System) -> Iterator[str]:
    """The entities of which rows are created."""
    accounts = system.authentication
    if accounts is not None and accounts.registration is not None:
        yield accounts.account
    yield from (step.entity for step in steps_of(system) if isinstance(step, CreateStep))


def _written(system: System) -> Iterator[tuple[str, str]]:
    """The fields, by entity, that anything gives another value than the default."""
    for step in steps_of(system):
        match step:
            case CreateStep() | TransitionStep():
                yield from ((step.entity, value.field) for value in step.values)
            case UpdateStep():
                names = (*(value.field for value in step.values), *step.from_input)
                yield from ((step.entity, name) for name in names)
            case _:
                pass
    # Transitions write the field of the state.
    yield from ((one.name, one.states.field) for one in system.entities if one.states is not None)
    accounts = system.authentication
    if accounts is not None:
        own = (accounts.login, accounts.password, accounts.role)
        inputs = () if accounts.registration is None else accounts.registration.inputs
        yield from ((accounts.account, name) for name in (*own, *inputs))
