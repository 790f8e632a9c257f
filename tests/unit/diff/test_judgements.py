"""What a change of a spec breaks: rows, callers, code, or nothing; and what is said about it."""

import pytest

from msc.diff.compare import compare
from msc.ir.changes import Change, ChangeKind, Impact
from msc.ir.system import System
from tests.unit.analyze.pocket import changed, system, without_journeys


def resolved(text: str) -> System:
    return system(without_journeys(text))


SYSTEM = resolved(changed())
NAME = "name: {type: string, max_length: 60, unique: true}"
AREA = "area: {type: decimal, precision: 6, scale: 1, optional: true, description: In square"
SEATS = "seats: {type: integer, minimum: 1, maximum: 200}"
REASON = "reason: {enum: [ill, other_plans, no_reason], default: no_reason, description: What"
INPUT = "input: {name: room.name, size: room.size, seats: room.seats, price: room.price, notes"
PAYLOAD = "payload: {booking: booking, day: booking.day}"
HOLDS = "holds: input.booking.status != 'booked'"
SIGN = "  sign:\n    fields: {kind: {enum: [hot, cold]}, text: string}\n"
IS_DRY = "  is_dry: {holds: actor.email != '', message: No, code: WET}\n"
HANG = """\
  hang:
    actor: [manager]
    input: {text: sign.text}
    rules: [is_dry]
    steps:
      - create: sign
        set: {text: input.text, kind: "'hot'"}
        as: sign
      - publish: sign.hung
        values: {sign: sign}
    returns: sign
"""


def differences(*changes: tuple[str, str]) -> tuple[Change, ...]:
    return compare(SYSTEM, resolved(changed(*changes)))


def verdicts(changes: tuple[Change, ...]) -> dict[str, tuple[Impact, str]]:
    """The impact and the reason of each detail, by section, element and path."""
    return {
        ".".join((change.section, change.name, *detail.path)): (detail.impact, detail.reason)
        for change in changes
        for detail in change.details
    }


@pytest.mark.parametrize(
    ("old", "new", "path", "expected"),
    [
        (NAME, NAME.replace("60", "70"), "entities.room.fields.name.type.max_length",
         (Impact.WIRE, "responses may contain values that were not possible before")),
        (NAME, NAME.replace("60", "50"), "entities.room.fields.name.type.max_length",
         (Impact.DATA, "rows with a longer value stop the revision")),
        ("notes: {type: text, max_length: 500", "notes: {type: text, max_length: 400",
         "entities.room.fields.notes.type.max_length",
         (Impact.DATA, "stored rows are not checked: longer ones stay as they are")),
        (SEATS, SEATS.replace("200", "300"), "entities.room.fields.seats.type.maximum",
         (Impact.WIRE, "responses may contain values that were not possible before")),
        (SEATS, SEATS.replace("200", "100"), "entities.room.fields.seats.type.maximum",
         (Impact.DATA, "rows with a larger value stop the revision")),
        (SEATS, SEATS.replace("1,", "2,"), "entities.room.fields.seats.type.minimum",
         (Impact.DATA, "rows with a smaller value stop the revision")),
        (AREA, AREA.replace("scale: 1", "scale: 2"), "entities.room.fields.area.type.scale",
         (Impact.WIRE, "responses have 2 decimal places")),
        ("size: {enum: [small, large]", "size: {enum: [small, large, huge]",
         "entities.room.fields.size.type.values",
         (Impact.WIRE, "responses may contain `huge`, which callers do not know")),
        ("notes: {type: text, max_length: 500, optional: true}",
         "notes: {type: text, max_length: 500, optional: false, default: none}",
         "entities.room.fields.notes.optional",
         (Impact.DATA, "rows without a value get its `fill` or its `default`")),
        ("notes: {type: text, max_length: 500, optional: true}",
         "notes: {type: text, max_length: 500}", "entities.room.fields.notes.optional",
         (Impact.DATA, "rows without a value stop the revision: a `fill` says what they get")),
        ("floor: {type: integer, default: 0}", "floor: {type: integer, optional: true}",
         "entities.room.fields.floor.optional", (Impact.WIRE, "responses may lack it")),
        ("phone: {type: phone, optional: true", "phone: {unique: true, type: phone, optional: true",
         "entities.person.fields.phone.unique",
         (Impact.DATA, "two rows with the same value stop the revision")),
        ("door_code: {type: secret, max_length: 40", "door_code: {type: secret, max_length: 50",
         "entities.person.fields.door_code.type.max_length", (Impact.SAFE, "")),
        ("full_name: {type: string, max_length: 80", "full_name: {type: string, max_length: 90",
         "entities.person.fields.full_name.type.max_length", (Impact.SAFE, "")),
        (SEATS, f"{SEATS}\n      beds: {{type: integer, default: 0}}",
         "entities.room.fields.beds.optional", (Impact.SAFE, "")),
        (SEATS, f"{SEATS}\n      beds: {{type: integer, default: 0, unique: true}}",
         "entities.room.fields.beds.unique",
         (Impact.DATA, "all stored rows get the same value, so two of them stop the revision")),
        ("category: {type: string, max_length: 40}", "category: {type: string, max_length: 30}",
         "entities.audit_log.fields.category.type.max_length",
         (Impact.DATA, "stored documents are not changed: those that break it stay as they are")),
        (REASON, f"note: {{type: string, optional: true}}\n      {REASON}",
         "operations.cancel_booking.inputs.note.field.type", (Impact.SAFE, "")),
        (REASON, f"note: {{type: string, default: none}}\n      {REASON}",
         "operations.cancel_booking.inputs.note.field.type", (Impact.SAFE, "")),
        (REASON, f"note: string\n      {REASON}",
         "operations.cancel_booking.inputs.note.field.type",
         (Impact.WIRE, "calls without it are refused")),
        (REASON, REASON.replace("ill, ", "ill, moved, "),
         "operations.cancel_booking.inputs.reason.field.type.values", (Impact.SAFE, "")),
        (REASON, REASON.replace("ill, ", ""),
         "operations.cancel_booking.inputs.reason.field.type.values",
         (Impact.WIRE, "calls that send `ill` are refused")),
        (REASON, REASON.replace("default: no_reason, ", ""),
         "operations.cancel_booking.inputs.reason.field.has_default",
         (Impact.WIRE, "calls without it are refused")),
        ("seats: {type: room.seats, optional: true}", "seats: room.seats",
         "operations.change_room.inputs.seats.field.optional",
         (Impact.WIRE, "calls without it are refused")),
        ("rules: [room_is_open, room_is_free]", "rules: [room_is_open, room_is_free, is_grown]",
         "operations.book_room.rules", (Impact.WIRE, "`is_grown` may refuse what was accepted")),
        (HOLDS, f"{HOLDS} && input.booking.price > 5", "rules.booking_is_over.holds",
         (Impact.WIRE, "it may refuse what was accepted")),
        (HOLDS, f"{HOLDS} || input.booking.price > 5", "rules.booking_is_over.holds",
         (Impact.SAFE, "")),
        (HOLDS, f"{HOLDS} || input.booking.room.open", "rules.booking_is_over.holds",
         (Impact.SAFE, "")),
        ("description: Give a booked room back.\n    actor: [member]",
         "description: Give a booked room back.\n    actor: [member, manager]",
         "operations.cancel_booking.actor.roles", (Impact.SAFE, "")),
        ("actor: public", "actor: any", "operations.list_rooms.actor.kind",
         (Impact.WIRE, "fewer people may run it")),
        ("sort: [name, -seats]", "sort: [-seats, name]", "operations.list_rooms.steps.1.sort",
         (Impact.WIRE, "rows come in another order where none is asked for")),
        (PAYLOAD, "payload: {booking: booking, day: booking.day, price: booking.price}",
         "events.booking.made.payload.price.field.type", (Impact.SAFE, "")),
        ("reason: {type: string, optional: true", "cause: {type: string, optional: true",
         "events.booking.cancelled.payload.reason.field.type",
         (Impact.WIRE, "consumers of the event get another payload")),
    ],
)  # fmt: skip
def test_a_change_breaks_what_it_says(
    old: str, new: str, path: str, expected: tuple[Impact, str]
) -> None:
    extra = (
        ("rules:\n  room_is_open", "rules:\n  is_grown: {holds: input.room.open, message: No, "
         "code: NOT_GROWN}\n  room_is_open"),
    ) if "is_grown" in new else ()  # fmt: skip
    if "price: booking.price}" in new:
        extra = (("values: {booking: booking, day: input.day}",
                  "values: {booking: booking, day: input.day, price: booking.price}"),)  # fmt: skip
    if "cause:" in new:
        extra = (("values: {booking: booking, reason: input.reason}",
                  "values: {booking: booking, cause: input.reason}"),)  # fmt: skip
    assert verdicts(differences((old, new), *extra))[path] == expected


def test_a_removed_entity_tells_what_goes_with_it() -> None:
    text = changed(
        ("entities:\n", f"entities:\n{SIGN}"),
        ("operations:\n", f"operations:\n{HANG}"),
        ("rules:\n  room_is_open", f"rules:\n{IS_DRY}  room_is_open"),
        ("endpoints:\n", "endpoints:\n  POST /signs: hang\n"),
        ("events:\n", "events:\n  sign.hung: {payload: {sign: sign}, audience: external}\n"),
    )
    changes = compare(resolved(text), SYSTEM)
    (entity,) = (change for change in changes if change.section == "entities")
    assert (entity.kind, entity.impact, entity.reason) == (
        ChangeKind.REMOVED, Impact.DATA, "its rows are lost",
    )  # fmt: skip
    with_it = {(change.section, change.name) for change in changes if change.removed_with == "sign"}
    assert with_it == {
        ("operations", "hang"), ("endpoints", "POST /signs"), ("events", "sign.hung"),
        ("rules", "is_dry"), ("types", "sign_kind"),
    }  # fmt: skip


def test_what_is_removed_for_itself_goes_with_nothing() -> None:
    changes = differences(("  GET /bookings: list_own_bookings\n", ""))
    assert [(change.name, change.removed_with) for change in changes] == [("GET /bookings", None)]
