"""Operations, steps and rules."""

import pytest

from tests.unit.analyze.pocket import changed, findings, messages, system

BOOK = "set: {room: input.room, guest: actor, day: input.day, price: input.room.price}"
FINISH = "      - transition: input.booking\n        to: finish\n"
FREE = "holds: \"!bookings.exists(b, b.room == input.room && b.day == input.day && b.status == 'booked')\""
ADD = "set: {name: input.name, floor: input.floor, door: input.door, size: input.size, seats: input.seats, price: input.price, notes: input.notes}"

CASES = {
    "misspelt field in a rule": (("holds: input.room.open", "holds: input.room.opne"),
                                 [("MSC401", "opne")]),
    "misspelt variable in a rule": (("holds: input.room.open", "holds: inptu.room.open"),
                                    [("MSC401", "inptu")]),
    "type for a value": ((BOOK, BOOK.replace("day: input.day", "day: string")), [("MSC401", "string")]),
    "rule that is no predicate": (("holds: input.room.open", "holds: input.room.name"),
                                  [("MSC401", "input.room.name")]),
    "wrong word in a rule": (("holds: input.booking.status != 'booked'", "holds: input.booking.status != 'boked'"),
                             [("MSC401", "'boked'")]),
    "status of a rule": (("status: 403", "status: 200"), [("MSC403", "200")]),
    "rule of another operation": (("      - require: booking_is_over", "      - require: room_is_open"),
                                  [("MSC408", "room_is_open")]),
    "rule without an actor": (("actor: public\n    steps:\n      - list: rooms", "actor: public\n    input: {booking: booking}\n    rules: [own_booking]\n    steps:\n      - list: rooms"),
                              [("MSC408", "own_booking"), ("MSC503", "list_rooms")]),
    "value for no field": ((BOOK, BOOK.replace("day: input", "dya: input")),
                           [("MSC404", "booking"), ("MSC301", "dya")]),
    "value of another type": ((BOOK, BOOK.replace("guest: actor", "guest: input.room")),
                              [("MSC401", "input.room")]),
    "missing value": ((BOOK, BOOK.replace("guest: actor, ", "")), [("MSC404", "booking")]),
    "state of a new row": ((BOOK, BOOK[:-1] + ", status: \"'finished'\"}"), [("MSC405", "status")]),
    "rows in a value": ((BOOK, BOOK.replace("day: input.day", 'day: "bookings.exists(b, b.day == today) ? today : input.day"')),
                        [("MSC406", '"bookings.exists(b, b.day == today) ? today : input.day"')]),
    "money without rounding": ((BOOK, BOOK.replace("input.room.price", "input.room.price * 1.19")),
                               [("MSC409", "input.room.price * 1.19")]),
    "money rounded": ((BOOK, BOOK.replace("input.room.price", '"round(input.room.price * 1.19, 2)"')), []),
    "money rounded to too many places": ((BOOK, BOOK.replace("input.room.price", '"round(input.room.price * 1.19, 3)"')),
                                         [("MSC409", '"round(input.room.price * 1.19, 3)"')]),
    "write-once field": ((FINISH, "      - update: input.booking\n        set: {day: today}\n"),
                         [("MSC405", "day")]),
    "state in an update": ((FINISH, "      - update: input.booking\n        set: {status: \"'finished'\"}\n"),
                           [("MSC405", "status")]),
    "update of nothing": ((FINISH, "      - update: input.booking\n        set: {}\n"),
                          [("MSC509", "{}")]),
    "value in place of a row": ((FINISH, "      - delete: input.booking.day\n"),
                                [("MSC403", "input.booking.day")]),
    "row that is changed twice": ((FINISH, FINISH + FINISH), [("MSC410", "input.booking")]),
    "row in mongo": ((FINISH, FINISH + "      - create: audit_log\n"), [("MSC507", "audit_log")]),
    "password": ((ADD, ADD + "\n      - update: actor\n        set: {password: input.name}"),
                 [("MSC405", "password")]),
    "name that is taken": (("set: input\n        as: room", "set: input\n        as: actor"),
                           [("MSC302", "actor"), ("MSC401", "room")]),
    "word of expressions": (("set: input\n        as: room", "set: input\n        as: if"),
                            [("MSC302", "if")]),
    "input of no field": (("open: {type: boolean, optional: true}", "opened: {type: boolean, optional: true}"),
                          [("MSC301", "input")]),
    "input with a default": (("      seats: {type: room.seats, optional: true}", "      size: room.size"),
                             [("MSC403", "input")]),
    "input of another type": (("open: {type: boolean, optional: true}", "open: {type: string, optional: true}"),
                              [("MSC403", "input")]),
    "missing value of an event": (("values: {booking: booking, day: input.day}", "values: {booking: booking}"),
                                  [("MSC404", "booking.made")]),
    "further value of an event": (("values: {booking: booking, day: input.day}", "values: {booking: booking, day: input.day, a: 1}"),
                                  [("MSC301", "a")]),
    "recipient that is no person": (("notify: input.booking.guest", "notify: input.booking.room"),
                                    [("MSC403", "input.booking.room")]),
    "selection of values": (("for_each: people.filter(p, p.role == 'manager' && p.telegram_chat != null)", "for_each: people.map(p, p.role)"),
                            [("MSC406", "people.map(p, p.role)")]),
    "require in a loop": (("          - notify: manager", "          - require: booking_is_over\n          - notify: manager"),
                          [("MSC507", "booking_is_over")]),
    "filter that chooses the page": (("filters: [size, seats, price]", "filters: [size, seats, price, total]"),
                                     [("MSC301", "total")]),
    "answer that is no row": (("    returns: rooms\n", "    returns: today\n"), [("MSC403", "today")]),
    "rows that nobody gets": (("    returns: rooms\n", "    audit: browsing\n"), [("MSC509", "steps")]),
    "operation that does nothing": (("  finish_booking:\n    description", "  do_nothing: {actor: system}\n  finish_booking:\n    description"),
                                    [("MSC508", "do_nothing"), ("MSC509", "do_nothing")]),
    "answer of the system": ((FINISH, FINISH + "    returns: input.booking\n"), [("MSC509", "returns")]),
    "input that nothing uses": (("      booking: booking\n      reason: {enum", "      booking: booking\n      remark: {type: string, optional: true}\n      reason: {enum"),
                                [("MSC508", "remark")]),
    "rule that nothing requires": (("      - require: booking_is_over\n", ""), [("MSC508", "booking_is_over")]),
    "actor in a list": (("actor: public", "actor: [public]"), [("MSC301", "public")]),
    "row that is changed and deleted": (("      - delete: input.booking\n", "      - transition: input.booking\n        to: cancel\n        as: booking\n      - delete: booking\n"),
                                        [("MSC410", "booking")]),
    "row that is deleted and changed": (("      - delete: input.booking\n", "      - delete: input.booking\n      - transition: input.booking\n        to: cancel\n"),
                                        [("MSC410", "input.booking")]),
    "row that is deleted twice": (("      - delete: input.booking\n", "      - delete: input.booking\n      - delete: input.booking\n"),
                                  [("MSC410", "input.booking")]),
    "limits of a copied type": (("      seats: {type: room.seats, optional: true}", "      seats: {type: room.seats, optional: true, minimum: 3}"),
                                [("MSC402", "minimum")]),
    "input of an unknown field": (("      seats: {type: room.seats, optional: true}", "      seats: {type: room.seat, optional: true}"),
                                  [("MSC301", "room.seat")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_an_operation_cannot_do_is_refused(name: str) -> None:
    change, expected = CASES[name]
    assert findings(changed(change)) == expected


def test_a_rule_is_the_same_whoever_requires_it() -> None:
    text = changed()
    also = text.replace("rules: [own_booking]\n    steps:\n      - require",
                        "rules: []\n    steps:\n      - require: own_booking\n      - require")  # fmt: skip
    assert system(also).rules == system(text).rules


def test_required_rules_join_the_rules_of_the_operation() -> None:
    assert system(changed()).operation("forget_booking").rules == ("own_booking", "booking_is_over")


def test_a_rule_over_stored_rows_is_told_from_one_over_rows_at_hand() -> None:
    changed_system = system(changed())
    assert [rule.name for rule in changed_system.rules if rule.stored] == ["room_is_free"]


def test_a_mistake_in_a_folded_expression_is_marked_inside_it() -> None:
    folded = (
        "holds: >-\n      !bookings.exists(b, b.room == input.room\n      && b.dya == input.day)"
    )
    assert findings(changed((FREE, folded))) == [("MSC401", "dya")]


def test_a_rule_that_does_not_fit_says_why() -> None:
    change = ("      - require: booking_is_over", "      - require: room_is_open")
    reported = messages(changed(change))
    assert reported[0].startswith(
        "`forget_booking` cannot require the rule `room_is_open`: `input` has no `room`"
    )
