"""The impact of a change: what breaks stored rows or callers is never called safe."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

import pytest

from msc.core.record import Record, replace
from msc.core.source import Origin
from msc.diff.compare import compare
from msc.diff.flatten import ORDER
from msc.diff.impact import RULES, matches, worst
from msc.ir.behaviour import Operation, Rule
from msc.ir.changes import Impact
from msc.ir.entities import Access, Entity, Store
from msc.ir.expressions import Expression
from msc.ir.fields import OnDelete, ReferenceType
from msc.ir.journeys import Journey
from msc.ir.steps import ListStep
from msc.ir.system import EnumDeclaration, Question, Removal, Role, System
from msc.ir.triggers import Command, Endpoint, Event, Integration, Job, Notification, Text
from tests.unit.analyze.pocket import changed
from tests.unit.analyze.pocket import system as resolved

MAX_DEPTH = 7
SYSTEM = resolved(changed())


def entity(**values: Any) -> System:
    """The system with another first entity."""
    first, *others = SYSTEM.entities
    return replace(SYSTEM, entities=(replace(first, **values), *others))


def accounts(**values: Any) -> System:
    assert SYSTEM.authentication is not None
    return replace(SYSTEM, authentication=replace(SYSTEM.authentication, **values))


def days(number: int | None) -> System:
    return entity(retention_days=number)


def field(index: int = 0, **values: Any) -> System:
    """The system with another field of its first entity."""
    fields = list(SYSTEM.entities[0].fields)
    fields[index] = replace(fields[index], **values)
    return entity(fields=tuple(fields))


def event(**values: Any) -> System:
    first, *others = SYSTEM.events
    return replace(SYSTEM, events=(replace(first, **values), *others))


def listed(**values: Any) -> System:
    """The system whose lists are filtered and sorted by less."""
    operations = tuple(
        replace(operation, steps=tuple(replace(one, **values) if isinstance(one, ListStep) else one
                                  for one in operation.steps))
        for operation in SYSTEM.operations
    )  # fmt: skip
    return replace(SYSTEM, operations=operations)


def reference(on_delete: OnDelete) -> System:
    return field(type=ReferenceType("room", on_delete))


def readers(*roles: str) -> System:
    return entity(access=Access("id", roles))


def impact(old: System, new: System) -> Impact:
    return worst(tuple(change.impact for change in compare(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (SYSTEM, replace(SYSTEM, currency="CHF"), Impact.DATA),
        (SYSTEM, replace(SYSTEM, base_path="/elsewhere"), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, name="another"), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, title="Another"), Impact.SAFE),
        (entity(store=Store.POSTGRES), entity(store=Store.MONGO), Impact.DATA),
        (SYSTEM, entity(plural="others"), Impact.DATA),
        (SYSTEM, entity(description="Another."), Impact.SAFE),
        (days(None), days(30), Impact.DATA),
        (days(30), days(20), Impact.DATA),
        (days(20), days(30), Impact.SAFE),
        (days(20), days(None), Impact.SAFE),
        (SYSTEM, accounts(login="another"), Impact.WIRE),
        (SYSTEM, accounts(registration=None), Impact.WIRE),
        (SYSTEM, accounts(access_token_minutes=1), Impact.SAFE),
        (SYSTEM, replace(SYSTEM, authentication=None), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, commands=SYSTEM.commands[1:]), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, endpoints=SYSTEM.endpoints[1:]), Impact.WIRE),
        (SYSTEM, event(version=7), Impact.WIRE),
        (SYSTEM, listed(filters=()), Impact.WIRE),
        (SYSTEM, listed(sort=()), Impact.WIRE),
        (listed(sort=()), SYSTEM, Impact.SAFE),
        (reference(OnDelete.RESTRICT), reference(OnDelete.CASCADE), Impact.DATA),
        (field(write_once=False), field(write_once=True), Impact.WIRE),
        (field(write_once=True), field(write_once=False), Impact.SAFE),
        (field(optional=False), field(optional=True), Impact.SAFE),
        (field(optional=True), field(optional=False), Impact.DATA),
        (readers("member", "manager"), readers("manager"), Impact.WIRE),
        (readers("manager"), readers("member", "manager"), Impact.SAFE),
        (readers(), readers("manager"), Impact.SAFE),
        (readers("manager"), readers(), Impact.WIRE),
        (entity(access=Access()), entity(access=Access(None, ("manager",))), Impact.WIRE),
        (entity(access=Access(None, ("manager",))), entity(access=Access()), Impact.SAFE),
    ],
)  # fmt: skip
def test_impact(old: System, new: System, expected: Impact) -> None:
    assert impact(old, new) is expected


def test_another_operation_behind_an_endpoint_is_another_contract() -> None:
    first, second, *others = SYSTEM.endpoints
    swapped = replace(first, operation=second.operation)
    assert impact(SYSTEM, replace(SYSTEM, endpoints=(swapped, second, *others))) is Impact.WIRE


def test_a_reference_to_another_entity_is_other_data() -> None:
    def redirected(one: Entity) -> Entity:
        fields = (
            replace(candidate, type=replace(candidate.type, entity="another"))
            if isinstance(candidate.type, ReferenceType)
            else candidate
            for candidate in one.fields
        )
        return replace(one, fields=tuple(fields))

    new = replace(SYSTEM, entities=tuple(map(redirected, SYSTEM.entities)))
    assert impact(SYSTEM, new) is Impact.DATA


SYSTEM_WORDS = ("roles", "enums", "integrations", "entities", "rules", "operations", "endpoints",
                "events", "notifications", "jobs", "commands", "journeys", "questions", "removals",
                "authentication")  # fmt: skip
SECTIONS: dict[str, type[Record]] = {
    "entities": Entity, "types": EnumDeclaration, "roles": Role, "events": Event,
    "notifications": Notification, "integrations": Integration, "rules": Rule,
    "operations": Operation, "endpoints": Endpoint, "jobs": Job, "bot.commands": Command,
    "journeys": Journey, "questions": Question, "removed": Removal, "system": System,
}  # fmt: skip


def paths(hint: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path that a value of a type may have; `*` stands for the name of an item."""
    hint = getattr(hint, "__value__", hint)
    if hint in (NoneType, Origin):
        return
    if get_origin(hint) is tuple and get_args(hint)[-1:] == (Ellipsis,):
        yield from _items(get_args(hint)[0], path)
    elif get_origin(hint) in (Union, UnionType):
        for arg in get_args(hint):
            yield from paths(arg, path)
    elif hint in (Expression, Text) or not (isinstance(hint, type) and issubclass(hint, Record)):
        yield path
    elif len(path) < MAX_DEPTH:
        yield from [path] if type_word_of(hint) else []
        for name, arg in get_type_hints(hint).items():
            # What all of a kind have in common is no part of a system.
            if get_origin(arg) is not ClassVar:
                yield from paths(arg, (*path, name))


def _items(hint: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    inner = set(paths(hint, (*path, "*")))
    # Words are one value; what has a path of its own has a place among its siblings, too.
    yield from [path] if inner == {(*path, "*")} else [*inner, (*path, ORDER)]


def type_word_of(kind: type[Record]) -> bool:
    return kind.__name__.endswith(("Type", "Step"))


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_path_has_a_verdict(section: str) -> None:
    named = tuple(path for rule in RULES if rule.section == section for path in rule.paths)
    known = [
        path
        for path in paths(SECTIONS[section])
        if section != "system" or path[0] not in SYSTEM_WORDS
        # A transition is told from its siblings by its name.
        if path != ("states", "transitions", "*", "name")
    ]
    assert known
    assert [path for path in known if not matches(path, named)] == []
