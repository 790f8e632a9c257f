"""Differences are all that differs, and a rename is nothing else than that."""

from collections.abc import Iterator
from enum import Enum
from itertools import islice

import pytest

from msc.core.record import Record, asdict, replace
from msc.core.source import Origin
from msc.diff.compare import compare
from msc.ir.behaviour import Actor, ActorKind, Operation, Rule
from msc.ir.changes import ChangeKind, Impact
from msc.ir.entities import Entity
from msc.ir.expressions import Expression
from msc.ir.steps import Query
from msc.ir.system import EnumDeclaration, Role, System
from msc.ir.triggers import Endpoint, Event, Integration, Notification
from tests.unit.analyze.pocket import changed, system, without_journeys


def resolved(text: str) -> System:
    return system(without_journeys(text))


SYSTEM = resolved(changed())
WHOLE = system(changed())
PARTS = 4
# The canonical system has these by name, in whatever order the spec has them.
SORTED = {
    Role,
    EnumDeclaration,
    Integration,
    Entity,
    Rule,
    Operation,
    Endpoint,
    Event,
    Notification,
}
ENTITY = (
    ("  booking:\n    description", "  stay:\n    renamed_from: booking\n    description"),
    ("    renamed_from: reservation\n", ""),
    ("!bookings.exists(b, b.room", "!stays.exists(b, b.room"),
    ("- create: booking\n", "- create: stay\n"),
    ("input: {room: room, day: booking.day}", "input: {room: room, day: stay.day}"),
    ("      booking: booking\n      reason: {enum", "      booking: stay\n      reason: {enum"),
    ("input: {booking: booking}\n    rules: [own_booking]\n    steps:\n      - require",
     "input: {booking: stay}\n    rules: [own_booking]\n    steps:\n      - require"),
    ("- list: bookings.filter", "- list: stays.filter"),
    ("input: {booking: booking}\n    steps:\n      - notify",
     "input: {booking: stay}\n    steps:\n      - notify"),
    ("input: {booking: booking}\n    steps:\n      - transition",
     "input: {booking: stay}\n    steps:\n      - transition"),
    ("payload: {booking: booking, day: booking.day}", "payload: {booking: stay, day: stay.day}"),
    ("      booking: booking\n      reason: {type: string, optional",
     "      booking: stay\n      reason: {type: string, optional"),
    ("{booking: \"bookings.filter", "{booking: \"stays.filter"),
    ("input: {booking: booking}\n    channels", "input: {booking: stay}\n    channels"),
    ("- wait_for: booking\n", "- wait_for: stay\n"),
)  # fmt: skip
FIELD = (
    ("role: role\n      full_name: {type",
     "role: role\n      called: {renamed_from: full_name, type"),
    ("input: [full_name]", "input: [called]"),
    ("{full_name: First Manager}", "{called: First Manager}"),
    ("${recipient.full_name}", "${recipient.called}"),
    ("role: role\n", "part: {type: role, renamed_from: role}\n"),
    ("account: person\n", "account: person\n  role: part\n"),
    ("p.role == 'manager'", "p.part == 'manager'"),
    ("  active: active\n", "  active: enabled\n"),
    ("active: {type: boolean", "enabled: {renamed_from: active, type: boolean"),
    ("size: {enum: [small, large], default: small}",
     "extent: {enum: [small, large], default: small, renamed_from: size}"),
    ("filters: [size, seats, price]", "filters: [extent, seats, price]"),
    ("size: room.size", "size: room.extent"),
    ("door: input.door, size: input.size", "door: input.door, extent: input.size"),
    ("seats: {type: integer", "chairs: {renamed_from: seats, type: integer"),
    ("filters: [extent, seats, price]", "filters: [extent, chairs, price]"),
    ("sort: [name, -seats]", "sort: [name, -chairs]"),
    ("seats: room.seats, price", "seats: room.chairs, price"),
    ("input.size, seats: input.seats", "input.size, chairs: input.seats"),
    ("      seats: {type: room.seats", "      chairs: {type: room.chairs"),
    ("      telegram_chat: {type: string",
     "      chat: {renamed_from: telegram_chat, type: string"),
    ("telegram_link: {chat: telegram_chat", "telegram_link: {chat: chat"),
    ("p.telegram_chat != null", "p.chat != null"),
)  # fmt: skip
FIELDS = {
    "person": {
        "part": "role",
        "called": "full_name",
        "enabled": "active",
        "chat": "telegram_chat",
    },
    "room": {"extent": "size", "chairs": "seats"},
}


def test_a_renamed_entity_is_one_change() -> None:
    (change,) = compare(SYSTEM, resolved(changed(*ENTITY)))
    assert (change.kind, change.old_name, change.name) == (ChangeKind.RENAMED, "booking", "stay")
    assert change.details == ()


def test_renamed_fields_are_told_at_their_entities_only() -> None:
    changes = compare(SYSTEM, resolved(changed(*FIELD)))
    details = {change.name: [(one.path, one.old) for one in change.details] for change in changes}
    # The input that is copied to the field is called like it, which callers do notice.
    inputs = details.pop("change_room")
    assert {path[:2] for path, _ in inputs} == {("inputs", "chairs"), ("inputs", "seats")}
    assert details == {
        "person": [(("fields", now, "name"), old) for now, old in FIELDS["person"].items()],
        "room": [(("fields", now, "name"), old) for now, old in FIELDS["room"].items()],
    }


def test_what_else_changes_with_a_rename_is_told_beneath_it() -> None:
    later = changed(*ENTITY, ("price: {type: money, minimum: 0, write_once: true}",
                              "price: {type: money, minimum: 5, write_once: true}"))  # fmt: skip
    (change,) = compare(SYSTEM, resolved(later))
    assert [(detail.path, detail.old, detail.new) for detail in change.details] == [
        (("fields", "price", "type", "minimum"), "0.00", "5.00")
    ]


def test_what_callers_could_see_before_breaks_their_calls() -> None:
    hidden = (replace(operation, actor=Actor(ActorKind.SYSTEM)) for operation in SYSTEM.operations)
    rules = (replace(rule, status=rule.status + 1) for rule in SYSTEM.rules)
    later = replace(SYSTEM, operations=tuple(hidden), rules=tuple(rules))
    impacts = {change.impact for change in compare(SYSTEM, later) if change.section == "rules"}
    assert impacts == {Impact.WIRE}


def mutated(value: object) -> Iterator[object]:
    """The value with one thing in it changed; what only follows from others is left alone."""
    match value:
        case Origin() | None:
            return
        case bool():
            yield not value
        case Enum():
            yield next(member for member in type(value) if member is not value)
        case int():
            yield value + 1
        case str():
            yield f"1{value}"
        case tuple():
            yield from _tuples(value)
        case Expression(source):
            yield replace(value, source=f"1{source}")
        case Query():
            yield from (
                replace(value, condition=condition) for condition in mutated(value.condition)
            )
        case Record():
            for name, field_value in asdict(value).items():
                yield from (replace(value, **{name: one}) for one in mutated(field_value))


def _tuples(value: tuple[object, ...]) -> Iterator[object]:
    if value:
        yield value[:-1]
    by_name = len({type(item) for item in value} & SORTED) > 0
    if value != value[::-1] and not by_name:
        yield value[::-1]
    for index, item in enumerate(value):
        yield from ((*value[:index], one, *value[index + 1 :]) for one in mutated(item))


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, PARTS))]
)
def test_whatever_differs_is_told(part: int) -> None:
    for mutant in islice(mutated(WHOLE), part, None, PARTS):
        assert isinstance(mutant, System)
        assert compare(WHOLE, mutant) != (), mutant
        assert compare(mutant, mutant) == ()
