"""Types, limits, defaults, states, access."""

import pytest

from tests.unit.analyze.pocket import changed, findings, messages, system

SEATS = "seats: {type: integer, minimum: 1, maximum: 200}"
NOTES = "notes: {type: text, max_length: 500, optional: true}"
PRICE = "price: {type: money, minimum: 0, default: 0, description: For one day.}"


def field(text: str) -> tuple[str, str]:
    """A further field of the room."""
    return NOTES, f"{NOTES}\n      extra: {text}"


CASES = {
    "planned type": (field("file"), [("MSC507", "file")]),
    "word of another language": (field("int"), [("MSC301", "int")]),
    "limit of a type that is not known": (field("{type: int, minimum: 3}"), [("MSC301", "int")]),
    "limit of another type": (field("{type: boolean, default: true, max_length: 3}"),
                              [("MSC402", "max_length")]),
    "limit of a declared type": (field("{type: booking_status, default: booked, minimum: 3}"),
                                 [("MSC402", "minimum")]),
    "type and words": (field("{type: string, enum: [a]}"), [("MSC402", "type")]),
    "reference with a type": (field("{reference: person, type: string}"), [("MSC402", "type")]),
    "reference by another name": (("guest: {reference: person, on", "guest_id: {reference: person, on"),
                                  [("MSC302", "guest_id"), ("MSC301", "guest")]),
    "what to do for no reference": (field("{type: string, on_delete: clear}"),
                                    [("MSC402", "on_delete")]),
    "required reference that is cleared": (field("{reference: person, on_delete: clear}"),
                                           [("MSC403", "clear")]),
    "nothing": (field("{optional: true}"), [("MSC202", "extra")]),
    "decimal without a scale": (field("decimal"), [("MSC202", "extra")]),
    "scale above the precision": (field("{type: decimal, scale: 9, precision: 4}"),
                                  [("MSC403", "9")]),
    "limits in the wrong order": (field("{type: integer, minimum: 3, maximum: 2, optional: true}"),
                                  [("MSC403", "3")]),
    "lengths in the wrong order": (field("{type: string, min_length: 9, max_length: 2, optional: true}"),
                                   [("MSC403", "9")]),
    "length of nothing": (field("{type: string, max_length: 0, optional: true}"), [("MSC403", "0")]),
    "limit with too many places": (field("{type: money, minimum: 0.001, optional: true}"), [("MSC403", "0.001")]),
    "limit that is no number": (field("{type: money, minimum: much, optional: true}"), [("MSC403", "much")]),
    "limit that is not an integer": (field("{type: integer, maximum: 1.5, optional: true}"), [("MSC403", "1.5")]),
    "pattern that is no expression": (field('{type: string, pattern: "[a", optional: true}'), [("MSC403", '"[a"')]),
    "pattern that looks around": (field('{type: string, pattern: "(?=a)b", optional: true}'),
                                  [("MSC403", '"(?=a)b"')]),
    "default outside of the limits": ((SEATS, SEATS[:-1] + ", default: 0}"), [("MSC403", "0")]),
    "default of another type": ((SEATS, SEATS[:-1] + ", default: many}"), [("MSC403", "many")]),
    "default that is no word": (("default: small}", "default: smal}"), [("MSC403", "smal")]),
    "default that does not match": (field('{type: string, pattern: "^a", default: b}'),
                                    [("MSC403", "b")]),
    "default with too many places": ((PRICE, PRICE.replace("default: 0", "default: 0.005")),
                                     [("MSC403", "0.005")]),
    "null as a default": (field("{type: string, default: null}"), [("MSC403", "null")]),
    "default of a moment": (field("{type: datetime, default: now}"), [("MSC403", "now")]),
    "default of an object": (field("{type: json, default: {a: 1}}"), [("MSC403", "{a: 1}")]),
    "former name that is in use": (field("{type: string, renamed_from: notes}"),
                                   [("MSC403", "notes")]),
    "text in an index": (("- [room, day]", "- [room, day]\n      - [status]\n      - [guest, nothing]"),
                         [("MSC301", "nothing")]),
    "column of a reference": (("guest: {reference", "room_id: {type: uuid, optional: true}\n      guest: {reference"),
                              [("MSC302", "room_id")]),
    "state that may be missing": (("{type: booking_status, default: booked}", "{type: booking_status, optional: true}"),
                                  [("MSC403", "status")]),
    "state without a beginning": (("{type: booking_status, default: booked}", "booking_status"),
                                  [("MSC202", "status")]),
    "state that is no enum": (("      field: status", "      field: day"), [("MSC403", "day")]),
    "transition twice": (("finish: {from: booked, to: finished}", "finish: {from: booked, to: cancelled}"),
                         [("MSC304", "finish")]),
    "retention in postgres": (("    access: {owner: guest,", "    retention: 1 year\n    access: {owner: guest,"),
                              [("MSC507", "retention")]),
    "retention of an hour": (("retention: 2 years", "retention: 2 hours"), [("MSC407", "2 hours")]),
    "retention of a day and a half": (("retention: 2 years", "retention: 36 hours"),
                                      [("MSC407", "36 hours")]),
    "documents that cascade": (("actor: {reference: person, optional: true}", "actor: {reference: person, optional: true, on_delete: cascade}"),
                               [("MSC402", "on_delete")]),
    "documents with states": (("    retention: 2 years", "    states: {field: category, transitions: {end: {from: a, to: b}}}\n    retention: 2 years"),
                              [("MSC507", "states")]),
    "second password": (("email_verified: {type: boolean", "pin: password\n      email_verified: {type: boolean"),
                        [("MSC505", "person"), ("MSC404", "first_account"), ("MSC404", "input")]),
    "login that is not unique": (("email: {type: email, unique: true,", "email: {type: email,"),
                                 [("MSC505", "account: person")]),
    "audit in postgres": (("    store: mongo\n", ""), [("MSC505", "audit_log"), ("MSC507", "retention")]),
    "audit without a field": (("      request_id: {type: string, max_length: 80}\n", ""),
                              [("MSC505", "audit_log")]),
    "audit with another field": (("      request_id: {", "      reason: string\n      request_id: {"),
                                 [("MSC505", "audit_log")]),
    "time zone": (("time_zone: Europe/Berlin", "time_zone: Berlin"), [("MSC407", "Berlin")]),
    "time zone of the machine": (("time_zone: Europe/Berlin", "time_zone: localtime"),
                                 [("MSC407", "localtime")]),
    "currency": (("currency: EUR", "currency: Euro"), [("MSC407", "Euro")]),
    "name of the system": (("name: pocket", "name: Pocket Rooms"), [("MSC303", "Pocket Rooms")]),
    "language version": (("language: 1", "language: 2"), [("MSC403", "2")]),
    "lifetime": (("access_token_lifetime: 30 minutes", "access_token_lifetime: soon"),
                 [("MSC407", "soon")]),
    "verification that shows no link": ((", confirm your address: ${link}", ", confirm your address"),
                                        [("MSC403", '"Hello ${recipient.full_name}, confirm your address"')]),
    "registration without a required field": (("input: [full_name], publish", "input: [], publish"),
                                              [("MSC404", "registration")]),
    "first account without a required field": ((", values: {full_name: First Manager}", ""),
                                               [("MSC404", "first_account")]),
    "first account that is no address": (("email: manager@pocket.example, role", "email: manager, role"),
                                         [("MSC407", "manager")]),
    "chat that is not unique": (("optional: true, unique: true, personal: true}", "optional: true, personal: true}"),
                                [("MSC505", "telegram_chat")]),
    "verified by default": (("email_verified: {type: boolean, default: false}", "email_verified: {type: boolean, default: true}"),
                            [("MSC505", "email_verified")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_does_not_fit_its_type_is_refused(name: str) -> None:
    change, expected = CASES[name]
    assert findings(changed(change)) == expected


def test_limits_and_defaults_are_kept_as_exact_texts() -> None:
    changed_system = system(changed((PRICE, "price: {type: money, minimum: 0.1, default: 10}")))
    price = changed_system.entity("room").field_named("price")
    assert (getattr(price.type, "minimum", ""), price.default) == ("0.10", "10.00")


def test_a_limit_may_have_as_many_digits_as_its_type() -> None:
    most = f"{'9' * 20}.{'9' * 18}"
    text = f"{{type: decimal, scale: 18, precision: 38, maximum: '{most}', optional: true}}"
    extra = system(changed(field(text))).entity("room").field_named("extra")
    assert getattr(extra.type, "maximum", "") == most


def test_a_list_of_words_is_named_after_its_field() -> None:
    changed_system = system(changed())
    assert [enum.name for enum in changed_system.enums] == [
        "booking_status",
        "cancel_booking_reason",
        "room_size",
    ]


def test_an_input_copies_type_range_and_default() -> None:
    add = system(changed()).operation("add_room")
    by_name = {input_.field.name: input_.field for input_ in add.inputs}
    assert by_name["size"].default == "small"
    assert by_name["seats"].type == system(changed()).entity("room").field_named("seats").type
    assert by_name["notes"].optional


def test_a_pattern_says_what_cannot_be_checked() -> None:
    reported = messages(changed(field('{type: string, pattern: "(?=a)b"}')))
    assert "look-around" in reported[0]


def test_a_type_as_in_sql_and_a_bare_field_come_with_what_to_write() -> None:
    sized = changed(field("varchar(200)"))
    bare = changed(("input: {name: room.name", "input: {name: floor"))
    assert "write `{type: string, max_length: 200}`" in messages(sized)[0]
    assert "write `room.floor`" in messages(bare)[0]


def test_a_role_needs_roles_to_choose_from() -> None:
    text = (
        "language: 1\nsystem: {name: small, description: Small.}\n"
        "entities:\n  person:\n    fields: {name: string, role: role}\n"
    )
    assert findings(text) == [("MSC504", "role")]
    assert messages(text) == ["the type `role` needs a `roles` section; add a `roles` section"]


@pytest.mark.parametrize(
    ("retention", "days", "months"),
    [
        ("48 hours", 2, None),
        ("2 weeks", 14, None),
        ("6 months", 180, 6),
        ("90 years", 32_850, 1080),
    ],
)
def test_months_and_years_of_a_retention_are_those_of_the_calendar(
    retention: str, days: int, months: int | None
) -> None:
    kept = system(changed(("retention: 2 years", f"retention: {retention}"))).entity("audit_log")
    assert (kept.retention_days, kept.retention_months) == (days, months)
