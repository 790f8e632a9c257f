"""Journeys send what their routes read."""

import pytest

from tests.unit.analyze.pocket import changed, messages

ROOM = 'body: {name: Attic, size: small, seats: 4, price: "80.00"}'
BOOKED = """
        body: {day: "2031-05-01"}
        status: 201"""
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
