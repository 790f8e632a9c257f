"""A system in the words of its successor: every reference to what has another name now.

What is renamed is said once; what only refers to it has not changed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from msc.core.naming import plural, title
from msc.core.record import Record, asdict, replace
from msc.ir.behaviour import Assignment, CreateStep, ListStep, UpdateStep
from msc.ir.entities import Entity
from msc.ir.expressions import EnumValue, ListValue, RowValue, Select, Variable
from msc.ir.fields import EnumType, Field
from msc.ir.journeys import WaitForRowStep
from msc.ir.matching import EntityPair, pairs, taken_over
from msc.ir.system import Authentication, EnumDeclaration, System

type Member = tuple[str, str]
"""An entity, and a field of it."""


REMOVED = " (removed)"
"""Follows the name of what is gone while something else has its name."""


class Renames(Record):
    """New names by former ones: of entities, fields, collections, and lists of words of a field.

    `taken_over` are the entities and fields that made room for others, by their former names.
    """

    entities: Mapping[str, str]
    fields: Mapping[Member, str]
    collections: Mapping[str, str]
    enums: Mapping[str, str]
    taken_over: frozenset[str | Member] = frozenset()

    def field(self, entity: str, name: str) -> str:
        """What the field of an entity, by its former name, is called now."""
        gone = (entity, name) in self.taken_over
        return f"{name}{REMOVED}" if gone else self.fields.get((entity, name), name)

    def entity(self, name: str) -> str:
        """What the entity, by its former name, is called now."""
        return f"{name}{REMOVED}" if name in self.taken_over else self.entities.get(name, name)

    def __bool__(self) -> bool:
        return bool(self.entities or self.fields)


def renames(old: System, new: System) -> Renames:
    """What the successor says that it renames, and what is called after it."""
    matched = pairs(old, new)
    fields = [(each.old, each.new, *pair) for each in matched for pair in each.fields]
    renamed = [each for each in matched if each.old.name != each.new.name]
    gone = taken_over(old.entities, new.entities)
    collections = {each.old.plural: _collection(each.old, each.new) for each in matched}
    lost = (entity.plural for entity in old.entities if entity.name in gone)
    return Renames(
        entities={each.old.name: each.new.name for each in renamed},
        fields={
            (one.name, field.name): now.name
            for one, _, field, now in fields
            if field.name != now.name
        },
        collections={**collections, **{each: f"{each}{REMOVED}" for each in lost}},
        enums={
            field.type.name: now.type.name
            for one, other, field, now in fields
            if isinstance(field.type, EnumType) and isinstance(now.type, EnumType)
            if (field.type.name, now.type.name) == (_own(one, field), _own(other, now))
        },
        taken_over=frozenset((*gone, *_fields_taken_over(matched))),
    )


def _fields_taken_over(matched: tuple[EntityPair, ...]) -> Iterator[Member]:
    for pair in matched:
        for name in taken_over(pair.old.fields, pair.new.fields):
            yield pair.old.name, name


def _collection(old: Entity, new: Entity) -> str:
    """The collection's name now, if only the entity's name has changed it."""
    made = (plural(old.name), plural(new.name)) == (old.plural, new.plural)
    return new.plural if made else old.plural


def _own(entity: Entity, field: Field) -> str:
    return f"{entity.name}_{field.name}"


def carried(old: System, found: Renames) -> System:
    """The former system with the names of today; the texts of expressions stay as they were."""
    if not found:
        return old
    audit = None if old.audit_entity is None else found.entity(old.audit_entity)
    system = cast("System", _carried(old, found))
    return replace(system, audit_entity=audit)


def _carried(value: object, found: Renames) -> object:
    if isinstance(value, tuple):
        return tuple(_carried(each, found) for each in value)
    if not isinstance(value, Record):
        return value
    named = _named(value, found)
    given: dict[str, Any] = asdict(value)
    rest = {key: _carried(each, found) for key, each in given.items() if key not in named}
    if isinstance(given.get("entity"), str) and "entity" not in named:
        rest["entity"] = found.entity(given["entity"])
    return replace(value, **{**rest, **named})


def _named(value: Record, found: Renames) -> dict[str, Any]:
    """The attributes in which a value names something that may have been renamed."""
    match value:
        case Select(operand, field) if isinstance(operand.type, RowValue):
            return {"field": found.field(operand.type.entity, field)}
        case Variable(name, ListValue(RowValue(), True)):
            return {"name": found.collections.get(name, name)}
        case EnumValue(name) | EnumType(name) | EnumDeclaration(name):
            return {"name": found.enums.get(name, name)}
        case CreateStep(entity) | UpdateStep(entity):
            return _written(value, entity, found)
        case ListStep(query):
            return {
                "filters": tuple(found.field(query.entity, filter_) for filter_ in value.filters),
                "sort": tuple(_order(query.entity, each, found) for each in value.sort),
            }
        case WaitForRowStep(entity, where):
            return {"where": tuple((found.field(entity, name), each) for name, each in where)}
        case Entity():
            return _entity(value, found)
        case Authentication():
            return _accounts(value, found)
    return {}


def _order(entity: str, name: str, found: Renames) -> str:
    sign = "-" if name.startswith("-") else ""
    return sign + found.field(entity, name.removeprefix("-"))


def _written(value: CreateStep | UpdateStep, entity: str, found: Renames) -> dict[str, Any]:
    values = tuple(
        Assignment(found.field(entity, each.field), cast("Any", _carried(each.value, found)))
        for each in value.values
    )
    if isinstance(value, CreateStep):
        return {"values": values}
    return {
        "values": values,
        "from_input": tuple(found.field(entity, each) for each in value.from_input),
    }


def _entity(value: Entity, found: Renames) -> dict[str, Any]:
    name = found.entity(value.name)

    def group(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(found.field(value.name, name) for name in names)

    named: dict[str, Any] = {
        "name": name,
        "plural": found.collections.get(value.plural, value.plural),
        "uniques": tuple(map(group, value.uniques)),
        "indexes": tuple(map(group, value.indexes)),
        "fields": tuple(
            replace(cast("Field", _carried(field, found)), name=found.field(value.name, field.name))
            for field in value.fields
        ),
    }
    if value.description == f"{title(value.name)}.":
        named["description"] = f"{title(name)}."
    if value.states is not None:
        field = found.field(value.name, value.states.field)
        named["states"] = replace(value.states, field=field)
    if value.access.owner is not None:
        owner = found.field(value.name, value.access.owner)
        named["access"] = replace(value.access, owner=owner)
    return named


def _accounts(value: Authentication, found: Renames) -> dict[str, Any]:
    def named(name: str) -> str:
        return found.field(value.account, name)

    made: dict[str, Any] = {
        "account": found.entity(value.account),
        "login": named(value.login),
        "password": named(value.password),
        "role": named(value.role),
    }
    if value.registration is not None:
        inputs = tuple(map(named, value.registration.inputs))
        made["registration"] = replace(value.registration, inputs=inputs)
    if value.first_account is not None:
        values = tuple((named(name), each) for name, each in value.first_account.values)
        made["first_account"] = replace(value.first_account, values=values)
    if value.email_verification is not None:
        proof = value.email_verification
        at = None if proof.verified_at is None else named(proof.verified_at)
        made["email_verification"] = replace(proof, verified=named(proof.verified), verified_at=at)
    if value.telegram_link is not None:
        chat = named(value.telegram_link.chat)
        made["telegram_link"] = replace(value.telegram_link, chat=chat)
    return made
