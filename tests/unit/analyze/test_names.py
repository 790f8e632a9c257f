"""Names: unknown, reserved, badly formed, colliding."""

import pytest

from tests.unit.analyze.pocket import changed, findings, messages, without_journeys

CASES = {
    "entity": (("{reference: room, on", "{reference: roam, on"), [("MSC301", "roam")]),
    "account": (("account: person", "account: persona"), [("MSC301", "persona")]),
    "rule": (("rules: [room_is_open, ", "rules: [room_is_opne, "),
             [("MSC301", "room_is_opne")]),
    "operation of an endpoint": (("GET /rooms: list_rooms", "GET /rooms: list_romms"),
                                 [("MSC301", "list_romms")]),
    "operation of an event": (("then: [confirm_booking]", "then: [confirm_bookings]"),
                              [("MSC301", "confirm_bookings")]),
    "operation of a job": (("run: finish_booking", "run: finish_bookings"),
                           [("MSC301", "finish_bookings")]),
    "event": (("publish: booking.made", "publish: booking.mode"),
              [("MSC301", "booking.mode")]),
    "role": (("- request: POST /rooms\n        token: manager", "- request: POST /rooms\n        token: manger"),
             [("MSC301", "manger")]),
    "field in an index": (("- [room, day]", "- [room, dya]"), [("MSC301", "dya")]),
    "field in a filter": (("filters: [size, ", "filters: [sise, "), [("MSC301", "sise")]),
    "hidden field in a filter": (("filters: [size, ", "filters: [colour, "), [("MSC301", "colour")]),
    "field in a sort": (("sort: [name, -seats]", "sort: [name, -seat]"), [("MSC301", "-seat")]),
    "state": (("cancel: {from: booked,", "cancel: {from: boked,"), [("MSC301", "boked")]),
    "state field": (("field: status", "field: state"), [("MSC301", "state")]),
    "owner": (("owner: guest", "owner: room"), [("MSC301", "room")]),
    "reader": (("{owner: guest, read: [manager]}", "{owner: guest, read: [owner]}"),
               [("MSC301", "owner")]),
    "notification": (("link_lifetime: 24 hours\n    notification: verify_email",
                      "link_lifetime: 24 hours\n    notification: verify_emial"),
                     [("MSC301", "verify_emial")]),
    "provider": (("provider: sendgrid", "provider: sendgrit"),
                 [("MSC301", "sendgrit")]),
    "endpoint of a journey": (("- request: POST /rooms\n", "- request: POST /room\n"),
                              [("MSC301", "POST /room")]),
    "kept value": (("token: \"${proof}\"", "token: \"${prof}\""), [("MSC301", "\"${prof}\"")]),
    "entity of a journey": (("- wait_for: audit_log", "- wait_for: audit_logs"),
                            [("MSC301", "audit_logs")]),
    "field of a journey's row": (("where: {operation: book_room", "where: {operatoin: book_room"),
                                 [("MSC301", "operatoin")]),
    "word of a journey's row": (("status: cancelled}", "status: canceled}"),
                                [("MSC301", "canceled")]),
    "row of a job": (("once_per: booking", "once_per: bookings"), [("MSC301", "bookings")]),
    "blocked operation": (("default: never", "default: never\n    blocks: [book_rom]"),
                          [("MSC301", "book_rom")]),
    "role in a list": (("add_room:\n    description: Add a room to the list.\n    actor: [manager]",
                        "add_room:\n    description: Add a room to the list.\n    actor: manager"),
                       [("MSC301", "manager")]),
    "type": (("day: {type: date,", "day: {type: dat,"), [("MSC301", "dat")]),
    "word of expressions as a field": (("name: {type: string, max_length: 60", "\"null\": {type: string, max_length: 60"),
                                       [("MSC302", "\"null\"")]),
    "field that every row has": (("notes: {type: text, max", "created_at: {type: text, max"), [("MSC302", "created_at")]),
    "capital letters": (("finish_past_bookings:", "finishPastBookings:"),
                        [("MSC303", "finishPastBookings")]),
    "error code": (("code: ROOM_CLOSED", "code: room-closed"), [("MSC303", "room-closed")]),
    "error code of every system": (("code: ROOM_CLOSED", "code: NOT_FOUND"),
                                   [("MSC302", "NOT_FOUND")]),
    "event without a dot": (("person.joined: {", "joined: {"), [("MSC301", "person.joined")]),
    "one plural for two": (("  room:\n    description: A room", "  room:\n    plural: people\n    description: A room"),
                           [("MSC304", "people")]),
    "two classes of one name": (("booking_status:\n    enum", "room_size:\n    enum: [a]\n  booking_status:\n    enum"),
                                [("MSC304", "size")]),
    "words of an input like a type": (("booking_status:\n    enum", "add_room_kind:\n    enum: [a]\n  booking_status:\n    enum"),
                                      ("notes: room.notes}", "notes: room.notes, kind: {enum: [a, b]}}"),
                                      [("MSC304", "kind")]),
    "type like an entity": (("booking_status:\n    enum", "room:\n    enum: [a]\n  booking_status:\n    enum"),
                            [("MSC306", "room")]),
    "routes of one shape": (("GET /bookings: list_own_bookings", "GET /bookings: list_own_bookings\n  PATCH /rooms/{house}: change_room"),
                            [("MSC305", "PATCH /rooms/{house}"), ("MSC503", "change_room")]),
    "route of the accounts": (("GET /bookings: list_own", "GET /auth/me: list_own"),
                              [("MSC302", "GET /auth/me")]),
    "rule twice": (("rules: [room_is_open, room_is_free]", "rules: [room_is_open, room_is_open]"),
                   [("MSC307", "room_is_open")]),
    "word twice": (("enum: [small, large]", "enum: [small, small]"), [("MSC307", "small")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_name_is_refused_where_it_stands(name: str) -> None:
    *changes, expected = CASES[name]
    reported = findings(changed(*changes))
    assert reported == expected


def test_an_unknown_name_comes_with_the_nearest_one() -> None:
    reported = messages(changed(("{reference: room, on", "{reference: roam, on")))
    assert reported == ["there is no entity `roam`; did you mean `room`?"]


def test_a_state_in_place_of_a_transition_is_explained() -> None:
    reported = messages(changed(("to: cancel\n", "to: cancelled\n")))
    assert reported == [
        "booking has no transition `cancelled`; "
        "`cancelled` is a state; the transition to it is `cancel`"
    ]


def test_a_short_reference_is_explained() -> None:
    reported = messages(changed(("room: {reference: room, on_delete: restrict, write_once: true}",
                              "room: room")))  # fmt: skip
    assert "to refer to a row write `{reference: room}`" in reported[0]


@pytest.mark.parametrize("type_", ["password", "{type: secret, max_length: 40}"])
@pytest.mark.parametrize("key", ["filters: [", "sort: ["])
def test_nothing_is_chosen_or_sorted_by_what_nobody_is_shown(type_: str, key: str) -> None:
    listed = without_journeys(changed(
        ("      floor: {type: integer, default: 0}", f"      floor: {{type: integer, default: 0}}\n      pin: {type_}"),
        ("price: room.price, notes: room.notes}", "price: room.price, notes: room.notes, pin: room.pin}"),
        ("price: input.price, notes: input.notes}", "price: input.price, notes: input.notes, pin: input.pin}"),
        ("sort: [name, -seats]", "sort: [name]"),
    ))  # fmt: skip
    # That nobody but the account sets a password is reported besides.
    before = findings(listed)
    start = listed.index("  list_rooms:")
    spec = listed[:start] + listed[start:].replace(key, f"{key}pin, ", 1)
    assert sorted(findings(spec)) == sorted([*before, ("MSC402", "pin")])


@pytest.mark.parametrize("section", ["operations", "jobs"])
def test_two_names_that_come_to_one_class_are_refused(section: str) -> None:
    one = {
        "operations": "  tidy2: {actor: system, steps: []}\n  tidy_2: {actor: system, steps: []}\n",
        "jobs": "  tidy2: {schedule: daily at 01:30, run: finish_booking}\n"
        "  tidy_2: {schedule: daily at 01:30, run: finish_booking}\n",
    }
    text = changed((f"{section}:\n", f"{section}:\n{one[section]}"))
    assert ("MSC305", "tidy_2") in findings(text) or any("Tidy2" in m for m in messages(text))
