"""Journeys send what their routes read."""

import pytest

from tests.unit.analyze.pocket import changed, messages

ROOM = 'body: {name: Attic, size: small, seats: 4, price: "80.00"}'
BOOKED = """
        body: {day: "2031-05-01"}
        status: 201"""
REGISTERED = "      - request: POST /auth/register\n"
NOTHING = "        token: member\n        status: 204\n"
ROW_INPUT = [
    (
        "input: {room: room, day: booking.day}",
        "input: {room: room, day: booking.day, guest: person}",
    ),
    ("guest: actor, day: input.day", "guest: input.guest, day: input.day"),
]


def room(body: str) -> list[str]:
    """What is said of a journey that makes a room with the body."""
    return messages(changed((ROOM, f"body: {body}")))


@pytest.mark.parametrize("seats", ["4", '"4"', "4.0", '"${manager}"'])
def test_what_the_system_reads_as_a_number_is_one(seats: str) -> None:
    assert room(f"{{name: Attic, seats: {seats}}}") == []


@pytest.mark.parametrize("seats", ["four", "4.5", "0", "201", "null", "[4]", "{of: 4}"])
def test_what_the_system_refuses_is_reported(seats: str) -> None:
    (message,) = room(f"{{name: Attic, seats: {seats}}}")
    assert "`seats` in the body of `POST /rooms`" in message


def test_a_number_is_no_text() -> None:
    (message,) = room("{name: 12, seats: 4}")
    assert message.endswith('put it in quotes: `"12"`')


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    (message,) = room("{nam: Attic, seats: 4}")
    assert message == "`POST /rooms` reads no key `nam`; did you mean `name`?"


def test_what_has_a_default_may_be_left_out_and_the_rest_is_named() -> None:
    (message,) = room("{size: small}")
    assert (
        message
        == "the body of `POST /rooms` needs a value for `name`, `seats`; add `name`, `seats`"
    )


def test_a_row_is_sent_by_its_identifier() -> None:
    sent = BOOKED.replace("{day", '{guest: "${member}", day')
    (message,) = messages(changed(*ROW_INPUT, (BOOKED, sent)))
    assert message.endswith("a row is sent by its identifier: write `guest_id`")
    assert messages(changed(*ROW_INPUT, (BOOKED, sent.replace("guest:", "guest_id:")))) == []


def test_a_request_that_is_to_be_refused_sends_what_it_likes() -> None:
    refused = BOOKED.replace("day", "dya").replace("201", "422")
    kept = "\n        keep: {booking_id: id}\n        trace: true"
    assert messages(changed((BOOKED + kept, refused + kept))) == []


def listed(query: str) -> list[str]:
    """What is said of a journey that asks for the rooms with the query."""
    step = f'      - request: "GET /rooms?{query}"\n        status: 200\n'
    return messages(changed(("      - request: POST /auth/register\n", f"{step}{REGISTERED}")))


@pytest.mark.parametrize(
    "query",
    ["sort=-name", "limit=5&offset=0&total=true", "seats__gte=-4&seats=", "size=${manager}"],
)
def test_what_a_list_offers_may_be_asked_for(query: str) -> None:
    assert listed(query) == []


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("sort=notes", "choose from"),
        ("limit=x", "write it like `3`"),
        ("limit=101", "write 100 or less"),
        ("offset=-1", "write 0 or more"),
        ("seats=four", "write it like `3`"),
        ("siz=small", "did you mean `size`?"),
        ("size=smal", "did you mean `small`?"),
        ("size__gte=small", "__gte`?"),
        ("colour=red", "leave it out: it reads `limit`"),
    ],
)
def test_what_a_list_does_not_offer_is_reported(query: str, hint: str) -> None:
    (message,) = listed(query)
    assert "GET /rooms`" in message
    assert hint in message


def test_only_a_list_has_parameters() -> None:
    (message,) = messages(changed(("POST /auth/telegram-link", "POST /auth/telegram-link?ttl=5")))
    assert message.endswith("leave it out: it reads no parameters")


@pytest.mark.parametrize(
    ("inner", "hint"),
    [("ident", "it has `id`"), ("guest", "write `guest_id`"), ("id.0", "write `id`")],
)
def test_what_an_answer_does_not_have_is_not_kept(inner: str, hint: str) -> None:
    (message,) = messages(changed(("{booking_id: id}", f"{{booking_id: {inner}}}")))
    assert (
        f"`{inner}` is not a valid value for the response of `POST /rooms/{{room}}/bookings`"
        in message
    )
    assert hint in message


@pytest.mark.parametrize(
    ("inner", "expected"),
    [("items.0.id", 0), ("items.1.created_at", 0), ("total", 0), ("id", 1), ("items.name", 1)],
)
def test_rows_of_a_page_are_kept_by_their_number(inner: str, expected: int) -> None:
    kept = f"GET /rooms\n        status: 200\n        keep: {{first: {inner}}}\n"
    reported = messages(
        changed(("      - request: POST /auth/register\n", f"      - request: {kept}{REGISTERED}"))
    )
    assert len(reported) == expected
    assert all("write `items.0." in message for message in reported)


def test_what_answers_nothing_keeps_nothing() -> None:
    (message,) = messages(changed((NOTHING, f"{NOTHING}        keep: {{rest: id}}\n")))
    assert "it returns nothing" in message


@pytest.mark.parametrize(
    ("value", "expected"), [("2031-05-01", 0), ("2031-13-01", 1), ("someday", 1)]
)
def test_a_row_is_awaited_with_values_of_its_types(value: str, expected: int) -> None:
    reported = messages(changed(("status: cancelled}", f"day: {value}}}")))
    assert len(reported) == expected
    assert all("`day` of booking" in message for message in reported)
