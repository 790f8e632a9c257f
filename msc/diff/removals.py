"""Elements removed only because their entity was removed."""

from collections.abc import Iterable, Iterator, Mapping

from msc.core.record import Record, asdict
from msc.diff.sections import Element
from msc.ir.behaviour import Operation
from msc.ir.fields import EnumType
from msc.ir.steps import BaseStep
from msc.ir.triggers import BaseTrigger

type Key = tuple[str, str]


def removed_with(removed: Iterable[Element]) -> Mapping[Key, str]:
    """Maps removed elements to the removed entity that they depend on."""
    elements = {(element.section, element.name): element for element in removed}
    needs = {key: _needs(element.value) for key, element in elements.items()}
    for key, element in elements.items():
        for used in _belongings(element.value):
            if used in needs:
                needs[used] = needs[used] | {key}
    owners: dict[Key, str] = {}
    for key in elements:
        if key[0] == "entities":
            _claim(key, needs, owners)
    return owners


def _claim(entity: Key, needs: Mapping[Key, frozenset[Key]], owners: dict[Key, str]) -> None:
    reached = {entity}
    while True:
        more = {
            key
            for key, needed in needs.items()
            if needed & reached and key not in reached and key[0] != "entities"
        }
        if not more:
            break
        reached |= more
    for key in reached - {entity}:
        owners.setdefault(key, entity[1])


def _needs(value: object) -> frozenset[Key]:
    """The elements that a value refers to."""
    return frozenset(_named(value))


def _named(value: object) -> Iterator[Key]:
    match value:
        case BaseTrigger():
            yield from (("operations", name) for name in value.runs)
        case BaseStep(event=name) if name is not None:
            yield "events", name
        case BaseStep(notification=name) if name is not None:
            yield "notifications", name
    entity = getattr(value, "entity", None)
    if isinstance(entity, str):
        yield "entities", entity
    for part in _inner(value):
        yield from _named(part)


def _belongings(value: object) -> Iterator[Key]:
    """Elements used only by this one: the rules of an operation, the enum of a field."""
    match value:
        case Operation(rules=names):
            yield from (("rules", name) for name in names)
        case EnumType(name):
            yield "types", name
    for part in _inner(value):
        yield from _belongings(part)


def _inner(value: object) -> tuple[object, ...]:
    """The values inside a record or a tuple."""
    if isinstance(value, Record):
        return tuple(asdict(value).values())
    return value if isinstance(value, tuple) else ()
