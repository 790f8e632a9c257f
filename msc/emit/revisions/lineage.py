"""Renames and removals of entities and fields over several revisions."""

from collections.abc import Iterable, Mapping

from msc.core.record import Record, replace
from msc.emit.revisions.stored import Stored
from msc.ir.entities import Entity
from msc.ir.matching import pairs
from msc.ir.system import System

type FieldName = tuple[str, str]


class Lineage(Record):
    """The later name of each entity, and of each field by its entity; removed ones are absent."""

    entities: dict[str, str]
    fields: dict[FieldName, FieldName]

    def gone(self, start: Stored) -> tuple[frozenset[str], frozenset[FieldName]]:
        """The entities and fields of the first state that are not in the last one."""
        names = frozenset(entity.name for entity in start.entities)
        fields = frozenset(
            (entity.name, field.name) for entity in start.entities for field in entity.fields
        )
        return names - self.entities.keys(), fields - self.fields.keys()


def lineage(states: Iterable[Stored]) -> Lineage:
    """The lineage from the first state to the last."""
    states = tuple(states)
    steady = _steady(states)
    moved = _moved(replace(state, entities=_others(state, steady)) for state in states)
    return Lineage(
        {entity.name: entity.name for entity in steady.values()} | moved.entities,
        {(entity.name, field.name): (entity.name, field.name)
         for entity in steady.values() for field in entity.fields} | moved.fields,
    )  # fmt: skip


def _steady(states: tuple[Stored, ...]) -> dict[str, Entity]:
    """The entities that are in all states the same, and so can be the later form of no other."""
    first, *rest = states
    steady = {entity.name: entity for entity in first.entities if entity.renamed_from is None}
    for state in rest:
        # A record of a revision holds only what it changed, so the others are the same objects.
        steady = {
            entity.name: entity for entity in state.entities if steady.get(entity.name) is entity
        }
    return steady


def _others(state: Stored, steady: Mapping[str, Entity]) -> tuple[Entity, ...]:
    return tuple(entity for entity in state.entities if entity.name not in steady)


def _moved(states: Iterable[Stored]) -> Lineage:
    first, *rest = states
    total = _step(first, first)
    for old, new in zip((first, *rest), rest, strict=False):
        if not total.entities:
            # What is gone does not come back under its name.
            break
        step = _step(old, new)
        total = Lineage(
            {name: step.entities[to] for name, to in total.entities.items() if to in step.entities},
            {name: step.fields[to] for name, to in total.fields.items() if to in step.fields},
        )
    return total


def _step(old: Stored, new: Stored) -> Lineage:
    matched = pairs(old, new)
    return Lineage(
        {pair.old.name: pair.new.name for pair in matched},
        {
            (pair.old.name, one.name): (pair.new.name, other.name)
            for pair in matched
            for one, other in pair.fields
        },
    )


def across(one: Lineage, other: Lineage) -> Lineage:
    """The names of one branch mapped to those of the other, given the lineages of their start."""
    return Lineage(
        {to: other.entities[name] for name, to in one.entities.items() if name in other.entities},
        {to: other.fields[name] for name, to in one.fields.items() if name in other.fields},
    )


def without(state: Stored, entities: frozenset[str], fields: frozenset[FieldName]) -> Stored:
    """The state without some of its entities and fields."""
    kept = (entity for entity in state.entities if entity.name not in entities)
    return replace(state, entities=tuple(_without(entity, fields) for entity in kept))


def _without(entity: Entity, fields: frozenset[FieldName]) -> Entity:
    kept = tuple(field for field in entity.fields if (entity.name, field.name) not in fields)
    return entity if kept == entity.fields else replace(entity, fields=kept)


def hinted[N: (Stored, System)](new: N, old: Stored, renames: Lineage) -> N:
    """The new state with `renamed_from` from a branch, which the spec need no longer state.

    `renames` maps the names of the old state to those of that branch.
    """
    known = {entity.name: entity for entity in old.entities}
    former = {to: name for name, to in renames.entities.items() if name != to and name in known}
    former_fields = {to: name for name, to in renames.fields.items() if name[1] != to[1]}
    entities = []
    for entity in new.entities:
        needs_hint = entity.name not in known and entity.renamed_from not in known
        if needs_hint and entity.name in former:
            entity = replace(entity, renamed_from=former[entity.name])
        before = known.get(entity.name) or known.get(entity.renamed_from or "")
        names = {field.name for field in before.fields} if before else set()
        entities.append(_hinted(entity, names, former_fields))
    return replace(new, entities=tuple(entities))


def _hinted(entity: Entity, known: set[str], former: dict[FieldName, FieldName]) -> Entity:
    fields = []
    for field in entity.fields:
        _, name = former.get((entity.name, field.name), ("", ""))
        if name in known and field.name not in known and field.renamed_from not in known:
            field = replace(field, renamed_from=name)
        fields.append(field)
    return replace(entity, fields=tuple(fields))
