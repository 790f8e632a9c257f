"""The rows of a matrix, made different where a spec wants them to be."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msc.ir.entities import Entity
from msc.ir.fields import BooleanType, EnumType, Field, ReferenceType, RoleType
from msc.ir.system import System
from tests.conversations.reading import numbered_value
from tests.matrix.world import Row, World

FEW_VALUES = (ReferenceType, EnumType, RoleType, BooleanType)


def distinct(world: World) -> World:
    """The world with values that are unique where they have to be; what cannot be is left out."""
    system = world.system
    rows = {
        entity.name: [_numbered(row, entity, system) for row in world.rows[entity.name]]
        for entity in system.entities
    }
    before, ids = None, _identifiers(rows)
    # Where a row is left out, references to it lead to another one, which may leave out more.
    while ids != before:
        rows = {
            entity.name: _without_twins(
                [_redirected(row, entity, ids) for row in rows[entity.name]], entity
            )
            for entity in system.entities
        }
        before, ids = ids, _identifiers(rows)
    by_id = {row.id: row for listed in rows.values() for row in listed}
    return World(system, {name: tuple(listed) for name, listed in rows.items()}, by_id)


def _identifiers(rows: Mapping[str, list[Row]]) -> dict[str, set[str]]:
    return {name: {row.id for row in listed} for name, listed in rows.items()}


def _numbered(row: Row, entity: Entity, system: System) -> Row:
    numbers = {
        field.name: numbered_value(field, row.place)
        for field in _to_be_unique(entity, system)
        if row.values[field.name] is not None
    }
    return replace(row, values={**row.values, **numbers})


def _to_be_unique(entity: Entity, system: System) -> Iterator[Field]:
    accounts = system.authentication
    already = set[str | None]()
    if accounts is not None and accounts.account == entity.name:
        already = {accounts.login, accounts.telegram_link and accounts.telegram_link.chat}
    grouped = {name for group in entity.uniques for name in group}
    for field in entity.shown:
        is_unique = field.unique or field.name in grouped
        if is_unique and field.name not in already and not isinstance(field.type, FEW_VALUES):
            yield field


def _without_twins(rows: list[Row], entity: Entity) -> list[Row]:
    kept: list[Row] = []
    alone = ((field.name,) for field in entity.shown if field.unique)
    shown = {field.name for field in entity.shown}
    groups = [*alone, *(group for group in entity.uniques if shown.issuperset(group))]
    seen = set[tuple[object, ...]]()
    for row in rows:
        keys = [(group, *(row.values[name] for name in group)) for group in groups]
        keys = [key for key in keys if None not in key]
        if seen.isdisjoint(keys):
            seen |= set(keys)
            kept.append(row)
    return kept


def _redirected(row: Row, entity: Entity, ids: Mapping[str, set[str]]) -> Row:
    """The row with references to rows that are there."""
    values = dict(row.values)
    for field in entity.shown:
        if isinstance(field.type, ReferenceType) and values[field.name] is not None:
            there = ids[field.type.entity]
            if values[field.name] not in there:
                values[field.name] = min(there)
    return replace(row, values=values)
