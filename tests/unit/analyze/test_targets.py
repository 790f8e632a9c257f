"""Expressions that are right, in places that cannot evaluate them."""

import pytest

from tests.unit.analyze.pocket import SPEC, changed, messages

TEXT = "text: The room is booked for ${booking.day}, at ${booking.price} EUR."
REPLY = 'reply_each: "${item.day}: ${item.price} EUR"'
RULE = "    holds: input.room.open\n"

REFUSED = {
    "a text that divides integers": (TEXT, 'text: "Half: ${5 / 2}"', "double(…)"),
    "a text that follows a reference": (
        TEXT, 'text: "Dear ${booking.guest.full_name}"', "`booking.guest` is not loaded here"
    ),
    "a text with a row": (TEXT, 'text: "For ${booking.guest}"', "single values"),
    "a text with what may be null": (
        TEXT, 'text: "Chat ${recipient.telegram_chat}"', "may be null; write"
    ),
    "a reply that follows a reference": (
        REPLY, 'reply_each: "${item.guest.full_name}"', "`item.guest` is not loaded here"
    ),
    "a rule that divides integers": (RULE, "    holds: 5 / 2 == 1\n", "double(…)"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_where_it_is_written(name: str) -> None:
    old, new, part = REFUSED[name]
    (reported,) = messages(changed((old, new)))
    assert part in reported


def test_a_text_can_say_what_to_show_for_null() -> None:
    new = "text: \"Chat ${recipient.telegram_chat == null ? 'none' : recipient.telegram_chat}\""
    assert messages(changed((TEXT, new))) == []


def test_the_example_is_right() -> None:
    assert messages(SPEC.read_text("utf-8")) == []
