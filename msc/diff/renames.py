"""A system with the names of its successor: references to renamed elements are updated.

A rename is reported once; elements that merely refer to it are unchanged.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from msc.core.naming import plural, title
from msc.core.record import Record, asdict, replace
from msc.ir.entities import Entity
from msc.ir.expressions import EnumValue, ListValue, RowValue, Select, Variable
from msc.ir.fields import EnumType, Field
from msc.ir.journeys import WaitForRowStep
from msc.ir.matching import EntityPair, pairs, taken_over
from msc.ir.steps import BaseStep
from msc.ir.system import Authentication, EnumDeclaration, System

type Member = tuple[str, str]
"""An entity, and a field of it."""


REMOVED = " (removed)"
"""Follows the name of what is gone while something else has its name."""


class Renames(Record):
    """New names by former names: entities, fields, collections and enums of fields.

    `taken_over` holds the former names of entities and fields that are in use again.
    """

    entities: Mapping[str, str]
    fields: Mapping[Member, str]
    collections: Mapping[str, str]
    enums: Mapping[str, str]
    taken_over: frozenset[str | Member] = frozenset()

    def field(self, entity: str, name: str) -> str:
        """The current name of an entity's field, by its former name."""
        gone = (entity, name) in self.taken_over
        return f"{name}{REMOVED}" if gone else self.fields.get((entity, name), name)

    def entity(self, name: str) -> str:
        """The current name of an entity, by its former name."""
        return f"{name}{REMOVED}" if name in self.taken_over else self.entities.get(name, name)

    def __bool__(self) -> bool:
        return bool(self.entities or self.fields)


def renames(old: System, new: System) -> Renames:
    """The renames that the successor declares, and those that follow from them."""
    matched = pairs(old, new)
    fields = [(match.old, match.new, *pair) for match in matched for pair in match.fields]
    renamed = [match for match in matched if match.old.name != match.new.name]
    gone = taken_over(old.entities, new.entities)
    collections = {match.old.plural: _collection(match.old, match.new) for match in matched}
    lost = (entity.plural for entity in old.entities if entity.name in gone)
    return Renames(
        entities={match.old.name: match.new.name for match in renamed},
        fields={
            (one.name, field.name): now.name
            for one, _, field, now in fields
            if field.name != now.name
        },
        collections={**collections, **{name: f"{name}{REMOVED}" for name in lost}},
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
    """The current name of the collection, if only the rename of the entity changed it."""
    is_default = (plural(old.name), plural(new.name)) == (old.plural, new.plural)
    return new.plural if is_default else old.plural


def _own(entity: Entity, field: Field) -> str:
    return f"{entity.name}_{field.name}"


def carried(old: System, names: Renames) -> System:
    """The former system with current names; the texts of expressions are unchanged."""
    if not names:
        return old
    audit = None if old.audit_entity is None else names.entity(old.audit_entity)
    system = cast("System", _carried(old, names))
    return replace(system, audit_entity=audit)


def _carried(value: object, names: Renames) -> object:
    if isinstance(value, tuple):
        return tuple(_carried(item, names) for item in value)
    if not isinstance(value, Record):
        return value
    if isinstance(value, BaseStep):
        value = cast("Record", value.renamed(names.field))
    named = _named(value, names)
    attributes: dict[str, Any] = asdict(value)
    rest = {
        key: _carried(attribute, names) for key, attribute in attributes.items() if key not in named
    }
    if isinstance(attributes.get("entity"), str) and "entity" not in named:
        rest["entity"] = names.entity(attributes["entity"])
    return replace(value, **{**rest, **named})


def _named(value: Record, names: Renames) -> dict[str, Any]:
    """The attributes that refer to elements which may have been renamed."""
    match value:
        case Select(operand, field) if isinstance(operand.type, RowValue):
            return {"field": names.field(operand.type.entity, field)}
        case Variable(name, ListValue(RowValue(), True)):
            return {"name": names.collections.get(name, name)}
        case EnumValue(name) | EnumType(name) | EnumDeclaration(name):
            return {"name": names.enums.get(name, name)}
        case WaitForRowStep(entity, where):
            return {"where": tuple((names.field(entity, name), operand) for name, operand in where)}
        case Entity():
            return _entity(value, names)
        case Authentication():
            return _accounts(value, names)
    return {}


def _entity(value: Entity, names: Renames) -> dict[str, Any]:
    name = names.entity(value.name)

    def group(fields: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.field(value.name, field) for field in fields)

    named: dict[str, Any] = {
        "name": name,
        "plural": names.collections.get(value.plural, value.plural),
        "uniques": tuple(map(group, value.uniques)),
        "indexes": tuple(map(group, value.indexes)),
        "fields": tuple(
            replace(cast("Field", _carried(field, names)), name=names.field(value.name, field.name))
            for field in value.fields
        ),
    }
    if value.description == f"{title(value.name)}.":
        named["description"] = f"{title(name)}."
    if value.states is not None:
        field = names.field(value.name, value.states.field)
        named["states"] = replace(value.states, field=field)
    if value.access.owner is not None:
        owner = names.field(value.name, value.access.owner)
        named["access"] = replace(value.access, owner=owner)
    return named


def _accounts(value: Authentication, names: Renames) -> dict[str, Any]:
    def named(name: str) -> str:
        return names.field(value.account, name)

    renamed: dict[str, Any] = {
        "account": names.entity(value.account),
        "login": named(value.login),
        "password": named(value.password),
        "role": named(value.role),
        "active": None if value.active is None else named(value.active),
    }
    if value.registration is not None:
        inputs = tuple(map(named, value.registration.inputs))
        renamed["registration"] = replace(value.registration, inputs=inputs)
    if value.first_account is not None:
        values = tuple((named(name), initial) for name, initial in value.first_account.values)
        renamed["first_account"] = replace(value.first_account, values=values)
    if value.email_verification is not None:
        proof = value.email_verification
        at = None if proof.verified_at is None else named(proof.verified_at)
        renamed["email_verification"] = replace(
            proof, verified=named(proof.verified), verified_at=at
        )
    if value.telegram_link is not None:
        chat = named(value.telegram_link.chat)
        renamed["telegram_link"] = replace(value.telegram_link, chat=chat)
    return renamed
