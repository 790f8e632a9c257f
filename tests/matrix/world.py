"""The rows that a system has before it is asked: two people of each role, and rows of each of them.

Each person owns one row of an entity that refers to rows of the same person, and one that refers
to those of the next person. A row without an owner is there where the spec allows one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msc.expr.evaluate import Identity, Value
from msc.ir.entities import Entity
from msc.ir.fields import BooleanType, EnumType, Field, ReferenceType, RoleType
from msc.ir.system import System
from msc.lower.shapes.samples import sample_value

OF_EACH_ROLE = 2
WITHOUT_PEOPLE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A stored row; references are identifiers. `place` says which of its entity's rows it is."""

    entity: str
    id: str
    place: int
    values: Mapping[str, Value] = field(repr=False)


@dataclass(frozen=True, slots=True)
class World:
    """All rows, by entity and by identifier."""

    system: System
    rows: Mapping[str, tuple[Row, ...]]
    by_id: Mapping[str, Row]

    @property
    def people(self) -> tuple[Row, ...]:
        """The accounts."""
        accounts = self.system.authentication
        return () if accounts is None else self.rows[accounts.account]

    def role(self, person: Row) -> str:
        """The role of an account."""
        assert self.system.authentication is not None
        return str(person.values[self.system.authentication.role])

    def owner(self, row: Row) -> str | None:
        """The identifier of the person who owns a row; None if nobody does."""
        name = self.system.entity(row.entity).access.owner
        if name is None:
            return None
        owner = row.id if name == "id" else row.values[name]
        return None if owner is None else str(owner)


def world_of(system: System) -> World:
    """The rows of a system, the same ones each time."""
    people = len(system.roles) * OF_EACH_ROLE if system.authentication else WITHOUT_PEOPLE
    counts = {entity.name: _count(entity, people, system) for entity in system.entities}
    names = [entity.name for entity in system.entities]
    identifiers = {
        name: [_identifier(names.index(name), place) for place in range(counts[name])]
        for name in names
    }
    rows = {
        entity.name: tuple(
            Row(entity.name, id_, place, dict(_values(entity, place, people, identifiers, system)))
            for place, id_ in enumerate(identifiers[entity.name])
        )
        for entity in system.entities
    }
    return World(system, rows, {row.id: row for listed in rows.values() for row in listed})


def _count(entity: Entity, people: int, system: System) -> int:
    if _is_account(entity, system):
        return people
    owner = entity.access.owner
    return 2 * people + (owner is not None and entity.field_named(owner).optional)


def _is_account(entity: Entity, system: System) -> bool:
    return system.authentication is not None and system.authentication.account == entity.name


def _identifier(entity: int, place: int) -> str:
    return str(UUID(int=(0x0190_0000_0000_7000_8000 << 48) + (entity << 16) + place + 1))


def _values(
    entity: Entity, place: int, people: int, identifiers: Mapping[str, list[str]], system: System
) -> Iterator[tuple[str, Value]]:
    for column in entity.shown:
        if isinstance(column.type, ReferenceType):
            is_owner = column.name == entity.access.owner
            others = identifiers[column.type.entity]
            yield column.name, _reference(column, place, people, others, is_owner=is_owner)
        else:
            yield column.name, _value(column, entity, place, system)


def _reference(
    column: Field, place: int, people: int, others: list[str], *, is_owner: bool
) -> Value:
    person, crossed = place % people, place // people % 2
    if is_owner:
        return others[person] if place < 2 * people else None
    # Some rows lead nowhere, so that what is reached through them is nothing.
    if column.optional and person % 4 == 3:
        return None
    return others[(person + crossed) % len(others)]


def _value(column: Field, entity: Entity, place: int, system: System) -> Value:
    if _is_account(entity, system):
        assert system.authentication is not None
        if column.name == system.authentication.role:
            return system.roles[place // OF_EACH_ROLE].name
        if column.name == system.authentication.login:
            return f"person{place}@people.example"
        if column.name == system.authentication.active:
            return True
        link = system.authentication.telegram_link
        if link is not None and column.name == link.chat:
            return str(9_000 + place)
    match column.type:
        case EnumType(values=values) | RoleType(values=values):
            return values[place % len(values)]
        case BooleanType():
            return place % 2 == 0
        case _:
            return None if column.optional and place % 3 == 2 else sample_value(column.type)


def wire(value: Value) -> object:
    """A value in JSON."""
    match value:
        case Identity(text):
            return text.removeprefix("UUID(").strip("()'\"")
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case ():
            return {}
        case _:
            return value
