"""What a hint says to write is accepted once it is written."""

import re

import pytest

from tests.unit.analyze.pocket import changed, messages, run

OPTIONAL = (
    "      price: {type: money, minimum: 0, write_once: true}",
    "      price: {type: money, minimum: 0, write_once: true, optional: true}",
)
CONFIRMED = "${booking.day}, at ${booking.price} EUR"
ROW_TEXT = "${item.day}: ${item.price} EUR"
PATTERN = '"^[0-9]+[a-z]?$"'
DEFAULT = ', default: "1"}'
WRITTEN = re.compile(r"write `(.+?)`(?:$|: | with)")


def proposal(text: str) -> str:
    """What the only diagnostic of a spec says to write."""
    (reported,) = messages(text)
    proposal = WRITTEN.search(reported.rpartition("; ")[2])
    assert proposal is not None, reported
    return proposal[1]


@pytest.mark.parametrize("field", ["area", "notes", "plan", "sensor"])
def test_a_value_that_may_be_missing_is_shown_as_a_dash(field: str) -> None:
    row = ("sort: [day]\n    returns: bookings", "sort: [day]\n    returns: bookings")
    listed = ("      run: list_own_bookings\n", "      run: list_rooms\n")
    wrong = changed(row, listed, (ROW_TEXT, f"${{item.{field}}}"))
    right = changed(row, listed, (ROW_TEXT, proposal(wrong)))
    assert "== null ? '-' :" in right
    assert messages(right) == []


def test_an_optional_price_is_shown_as_a_dash() -> None:
    wrong = changed(OPTIONAL, (CONFIRMED, "${booking.day}"))
    right = changed(OPTIONAL, (CONFIRMED, "${booking.day}"), (ROW_TEXT, proposal(wrong)))
    assert messages(right) == []


def test_an_account_is_made_by_registration_only() -> None:
    text = changed((
        "operations:\n",
        "operations:\n  add_person:\n    actor: [manager]\n    input: {email: person.email}\n"
        "    steps:\n      - create: person\n        set: {email: input.email, role: member, "
        "full_name: \"'A'\"}\n        as: added\n    returns: added\n",
    ))  # fmt: skip
    (reported,) = messages(text)
    assert "in `POST /auth/register`: leave the step out" in reported
    assert "registration:" not in reported


def test_registration_is_proposed_for_other_roles_than_that_of_the_first_account() -> None:
    registration = "  registration: {roles: [member], input: [full_name], publish: person.joined}\n"
    text = changed((registration, ""), (
        "operations:\n",
        "operations:\n  add_person:\n    actor: [manager]\n    input: {password: person.password}\n"
        "    steps:\n      - create: person\n        set: {password: input.password}\n",
    ))  # fmt: skip
    reported = "\n".join(messages(text))
    assert "add `registration: {roles: [member]}` to `authentication`" in reported


def test_nobody_else_changes_a_password() -> None:
    text = changed((
        "operations:\n",
        "operations:\n  change_password:\n    actor: any\n    input: {word: person.password}\n"
        "    steps:\n      - update: actor\n        set: {password: input.word}\n",
    ))  # fmt: skip
    assert "only its owner chooses it, in `POST /auth/register`: leave it out" in messages(text)[0]


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("b.day < today", "b.day < today - 365 days", "b.day < today - days(365))`"),
        ("b.day < today", "b.day < today - 2 weeks", "b.day < today - days(14))`"),
        ("b.day < today", "b.day < today()", "b.day < today)`"),
        (
            "open: {type: boolean, default: true}",
            "open: {type: boolean, default: yes}",
            "write `true`",
        ),
        ("on_delete: clear", "on_delete: set_null", "did you mean `clear`?"),
        ("on_delete: clear", "on_delete: SET NULL", "did you mean `clear`?"),
        ("on_delete: restrict", "on_delete: no_action", "did you mean `restrict`?"),
    ],
)
def test_words_of_other_tools_are_understood(old: str, new: str, hint: str) -> None:
    (reported,) = messages(changed((old, new)))
    assert hint in reported


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ('"^[a-z0-9]{1,100000}$"', "it repeats a part 100,000 times"),
        ('"^x?[a-z0-9]{0,200000}$"', "it repeats a part 200,000 times"),
        ('"\\\\A[a-z0-9]+\\\\Z"', "are not portable"),
    ],
)
def test_a_pattern_that_cannot_be_checked_is_told_another_form(pattern: str, reason: str) -> None:
    wrong = changed((PATTERN, pattern))
    assert reason in messages(wrong)[0]
    assert messages(changed((PATTERN, f"'{proposal(wrong)}'"))) == []


@pytest.mark.parametrize("pattern", ["'[a-z&&b]'", "'^[[:alpha:]]+$'", "'a{,3}'"])
def test_a_pattern_that_engines_read_differently_is_refused(pattern: str) -> None:
    assert "cannot be read" in messages(changed((PATTERN, pattern)))[0]


def test_a_pattern_that_looks_around_is_told_so() -> None:
    (reported,) = messages(changed((PATTERN, '"^(?=1)[0-9]+$"')))
    assert "look-around" in reported


def test_two_characters_that_begin_an_expression_can_be_written_in_a_reply() -> None:
    about = ("reply: Pocket Rooms lends you a room for a day.}", 'reply: "Costs $${5}, not $5."}')
    system = run(changed(about)).checked.value
    assert system is not None
    assert [command.reply for command in system.commands if command.name == "about"] == [
        "Costs ${5}, not $5."
    ]


def test_a_brace_in_quotes_ends_no_expression() -> None:
    assert messages(changed((ROW_TEXT, "${item.price > 10 ? '}' : '{'} ${item.price}"))) == []


@pytest.mark.parametrize(
    ("base", "route", "own"),
    [
        ("/api/v1", "GET /docs", None),
        ("/api", "GET /docs", "/api/docs"),
        ("/api", "GET /openapi.json", None),
        ("/api/v1", "GET /health", "/api/v1/health"),
        ("/api/v1", "GET /authors", None),
        ("/internal", "GET /rooms", "/internal"),
    ],
)
def test_only_routes_of_the_service_itself_are_taken(
    base: str, route: str, own: str | None
) -> None:
    text = changed(("GET /rooms: list_rooms", f"{route}: list_rooms"),
                   ("base_path: /api/v1", f"base_path: {base}"))  # fmt: skip
    reported = [message for message in messages(text) if "answers at" in message]
    assert [f"itself answers at `{own}`" in message for message in reported] == (
        [True] * len(reported)
    )
    assert bool(reported) == (own is not None)


def test_a_word_of_a_list_is_set_without_quotes() -> None:
    assert messages(changed(("size: input.size, seats", "size: large, seats"),
                            ("size: room.size, seats", "seats"),
                            ("size: small, seats", "seats"))) == []  # fmt: skip


def test_money_is_multiplied_by_an_integer() -> None:
    factor = ("price: input.room.price}", "price: input.room.price * input.room.seats}")
    assert messages(changed(factor)) == []


@pytest.mark.parametrize(
    ("key", "way_out"),
    [
        ("roles: [member]", "`actor: [clerk]`"),
        ("method: POST", "`POST /orders: place_order`"),
    ],
)
def test_the_key_of_another_tool_is_answered_with_its_own(key: str, way_out: str) -> None:
    wrong = changed(("  book_room:\n", f"  book_room:\n    {key}\n"))
    (message,) = messages(wrong)
    assert way_out in message
