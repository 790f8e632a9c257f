"""A row for every judgement: a change that it is made for, and what it says."""

import re
from pathlib import Path
from typing import Any

import pytest

from msc.core.record import replace
from msc.diff.compare import compare
from msc.diff.flatten import key_of
from msc.diff.judgements import BREAKING
from msc.ir.behaviour import Actor, ActorKind
from msc.ir.changes import Impact
from msc.ir.entities import Store
from msc.ir.fields import DateType, IntegerType, OnDelete, StringType
from msc.ir.system import System
from tests.unit.analyze.pocket import changed, system

SYSTEM = system(changed())
DATA, WIRE, SAFE = Impact.DATA, Impact.WIRE, Impact.SAFE

type Row = tuple[str, object, str, Impact, str]
"""What is set, its value, the path that is reported below the element, the impact, the reason."""

ROOM, BOOKING = "entities/room", "entities/booking"
BOOK, CHANGE, LIST = "operations/book_room", "operations/change_room", "operations/list_rooms"

ROWS: list[Row] = [
    (f"{ROOM}/store", Store.MONGO, "store", DATA, "stored rows stay behind in postgres"),
    (f"{ROOM}/plural", "chambers", "plural", DATA,
     "the table or collection gets another name"),
    (f"{ROOM}/fields/name/type", IntegerType(None, None), "fields.name.type", DATA,
     "stored values are converted, and responses contain another type"),
    (f"{ROOM}/fields", "one more", "fields.beds.optional", DATA,
     "rows that are stored have no value for it: give it a `default` or a `fill`"),
    (f"{ROOM}/fields/name", None, "fields.name.type", DATA,
     "what is stored there is lost, and responses no longer contain it"),
    (f"{BOOKING}/fields/room/type/entity", "person", "fields.room.type.entity", DATA,
     "stored rows name rows of `room`"),
    (f"{BOOKING}/fields/room/type/on_delete", OnDelete.CASCADE, "fields.room.type.on_delete", DATA,
     "another thing happens to stored rows when the row that they name is deleted"),
    (f"{ROOM}/fields/price/type/currency", "CHF", "fields.price.type.currency", DATA,
     "stored amounts are not converted"),
    (f"{ROOM}/retention_days", 30, "retention_days", DATA, "older rows are deleted"),
    ("entities/audit_log/retention_days", 10_000, "retention_days", SAFE, ""),
    (f"{ROOM}/fields/area/type/scale", 0, "fields.area.type.scale", DATA,
     "stored digits are lost, which the spec accepts with `narrowed_from`"),
    (f"{ROOM}/fields/door/type/min_length", 2, "fields.door.type.min_length", DATA,
     "stored rows are not checked: shorter ones stay as they are"),
    (f"{ROOM}/fields/door/type/pattern", "^a$", "fields.door.type.pattern", DATA,
     "stored rows are not checked: those that break it stay as they are"),
    (f"{ROOM}/fields/door/type/pattern", None, "fields.door.type.pattern", WIRE,
     "responses may contain values that were not possible before"),
    (f"{ROOM}/fields/size/type/values", ("small",), "fields.size.type.values", DATA,
     "rows that say `large` stop the revision"),
    (f"{ROOM}/uniques", (("floor", "door"), ("name", "floor")), "uniques.2", DATA,
     "rows that agree in all of these fields stop the revision"),
    (f"{ROOM}/fields/name/write_once", True, "fields.name.write_once", WIRE,
     "it can no longer be changed"),
    (f"{ROOM}/fields/name/unique", False, "fields.name.unique", SAFE, ""),
    (f"{BOOKING}/access/owner", "room", "access.owner", WIRE, "other rows can be seen or changed"),
    (f"{BOOKING}/access/readers", ("member",), "access.readers", WIRE,
     "fewer people see its rows"),
    (f"{BOOKING}/states/transitions/cancel/target", "finished", "states.transitions.cancel.target",
     WIRE, "calls that moved rows to `cancelled` do so no more"),
    (f"{BOOKING}/states/transitions/cancel/sources", ("finished",),
     "states.transitions.cancel.sources", WIRE,
     "calls that moved rows from `booked` are refused"),
    (f"{BOOKING}/states/transitions/cancel/sources", ("booked", "finished"),
     "states.transitions.cancel.sources", SAFE, ""),
    (f"{CHANGE}/inputs/seats", None, "inputs.seats.field.type", WIRE,
     "calls that send it are refused"),
    (f"{CHANGE}/inputs/seats/field/type", DateType(), "inputs.seats.field.type", WIRE,
     "calls send another type"),
    (f"{CHANGE}/inputs/seats/field/type/minimum", 7, "inputs.seats.field.type.minimum", WIRE,
     "calls with less are refused"),
    (f"{CHANGE}/inputs/seats/field/type/minimum", 0, "inputs.seats.field.type.minimum", SAFE, ""),
    (f"{CHANGE}/inputs/seats/field/type/maximum", 7, "inputs.seats.field.type.maximum", WIRE,
     "calls with more are refused"),
    (f"{CHANGE}/inputs/seats/field/type", StringType(None, 9, "^a$"), "inputs.seats.field.type",
     WIRE, "calls send another type"),
    ("operations/add_room/inputs/name/field/type/pattern", "^a$",
     "inputs.name.field.type.pattern", WIRE, "calls that do not match it are refused"),
    ("operations/cancel_booking/inputs/reason/field/default", "ill",
     "inputs.reason.field.default", WIRE, "calls without it mean something else"),
    ("operations/cancel_booking/actor/roles", ("manager",), "actor.roles", WIRE,
     "`member` may not run it any more"),
    (f"{BOOK}/actor", Actor(ActorKind.SYSTEM, ()), "actor.kind", WIRE, "fewer people may run it"),
    (f"{BOOK}/returns", None, "returns.entity", WIRE, "responses have another form"),
    (f"{LIST}/steps", "no filters", "steps.1.filters", WIRE,
     "`size`, `seats`, `price` can no longer be asked for"),
    ("rules/own_booking/code", "NOT_YOURS", "code", WIRE,
     "callers who expect `NOT_YOUR_BOOKING` get `NOT_YOURS`"),
    ("rules/own_booking/status", 409, "status", WIRE, "callers who expect `403` get `409`"),
    ("rules/own_booking/message", "No", "message", SAFE, ""),
    ("enums/booking_status/values", ("booked", "cancelled"), "values", WIRE,
     "`finished` can no longer be sent"),
    ("events/booking.made/version", 7, "version", WIRE, "consumers of the event have to follow"),
    ("endpoints/GET ~rooms/status", 203, "status", WIRE, "callers who expect 200 get 203"),
    ("endpoints/GET ~rooms/operation", "list_own_bookings", "operation", WIRE,
     "calls run another operation"),
    ("commands/start/argument", "proof", "argument", WIRE,
     "the command is written in another way"),
    ("currency", "CHF", "", DATA, "stored amounts are not converted"),
    ("base_path", "/other", "", WIRE, "all addresses are others"),
    ("name", "other", "", WIRE, "queues, databases and token issuers are named after it"),
    ("title", "Other", "", SAFE, ""),
    ("authentication/login", "other", "login", WIRE,
     "people sign in or register in another way"),
]  # fmt: skip
# These need another spec or two roles, and have rows beside this table.
ELSEWHERE = {
    "the column and the field of responses get another name": "test_compare.py",
}


def put(value: Any, path: list[str], new: object) -> Any:
    """The value with another part at a path; None takes an item out."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, tuple):
        items = ((item, put(item, rest, new) if named(item) == head else item) for item in value)
        return tuple(item for _, item in items if item is not None)
    return replace(value, **{head: put(getattr(value, head), rest, new)})


def named(item: Any) -> str:
    return key_of(item) or getattr(item, "name", None) or getattr(item, "label", "")


def verdict(old: System, new: System, section: str, path: str) -> tuple[Impact, str]:
    changes = [change for change in compare(old, new) if change.section == section]
    details = {".".join(detail.path): detail for change in changes for detail in change.details}
    assert path in details, sorted(details)
    return details[path].impact, details[path].reason


@pytest.mark.parametrize(("what", "value", "path", "impact", "reason"), ROWS)
def test_a_change_has_its_impact(
    what: str, value: object, path: str, impact: Impact, reason: str
) -> None:
    parts = [part.replace("~", "/") for part in what.split("/")]
    section = {"enums": "types", "commands": "bot.commands"}.get(parts[0], parts[0])
    if len(parts) == 1 or parts[0] == "authentication":
        section = "system"
    if value == "one more":
        fields = SYSTEM.entity("room").fields
        value = (*fields, replace(fields[1], name="beds", has_default=False, default=None))
    if value == "no filters":
        (operation,) = (one for one in SYSTEM.operations if one.name == parts[1])
        value = (replace(operation.steps[0], filters=()), *operation.steps[1:])
    assert verdict(SYSTEM, put(SYSTEM, parts, value), section, path) == (impact, reason)


def test_every_judgement_has_a_row() -> None:
    beside = Path(__file__).with_name("test_judgements.py").read_text("utf-8")
    rows = "\n".join([*(reason for *_, reason in ROWS), beside])
    missing = [judgement.reason for judgement in BREAKING if not _is_in(judgement.reason, rows)]
    assert [reason for reason in missing if reason not in ELSEWHERE] == []


def _is_in(reason: str, rows: str) -> bool:
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(reason))
    return re.search(pattern, rows) is not None
