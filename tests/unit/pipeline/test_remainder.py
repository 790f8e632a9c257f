"""Mistakes that have nothing to do with each other are all reported in one round."""

from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest

from msc.core.diagnostics import Diagnostic, Severity
from tests.unit.analyze.pocket import changed, run

MISTAKES = {
    "a key that no field has": (
        "floor: {type: integer, default: 0}", "floor: {type: integer, defualt: 0}", "`defualt`"),
    "a type that does not exist": (
        "sensor: {type: uuid, optional", "sensor: {type: uid, optional", "type `uid`"),
    "a length beyond its type": (
        "notes: {type: text, max_length: 500", "notes: {type: text, max_length: 0", "`0` is not"),
    "a currency of no country": ("currency: EUR", "currency: EURO", "`EURO`"),
    "a minimum above the maximum": ("minimum: 1, maximum: 200", "minimum: 300, maximum: 200",
                                    "above the maximum"),
    "an index of no field": ("- [room, day]", "- [room, date]", "field `date`"),
    "a filter by no field": ("filters: [size, seats, price]", "filters: [size, seats, prise]",
                             "field `prise`"),
    "a rule of no field": ("holds: input.booking.guest == actor",
                           "holds: input.booking.guset == actor", "`guset`"),
    "a rule that does not exist": ("- require: booking_is_over", "- require: booking_is_ovr",
                                   "rule `booking_is_ovr`"),
    "a key that no command has": ("description: Say what this is., reply:",
                                  "description: Say what this is., repyl:", "`repyl`"),
    "a schedule of another form": ("schedule: daily at 01:30", "schedule: each night",
                                    "each night"),
    "an operation that does not exist": ("GET /bookings: list_own_bookings",
                                         "GET /bookings: list_my_bookings", "`list_my_bookings`"),
    "a text of no field": ("at ${booking.price} EUR", "at ${booking.prise} EUR", "`prise`"),
    "a default of another type": ("price: {type: money, minimum: 0, default: 0,",
                                  "price: {type: money, minimum: 0, default: free,", "`free`"),
    "a default that is no value of the type": ("status: {type: booking_status, default: booked}",
                                               "status: {type: booking_status, default: bookd}",
                                               "`bookd`"),
    "a flag of another language": ("link_account: true", "link_account: yes", "link_account"),
}  # fmt: skip


def errors(*names: str) -> list[Diagnostic]:
    return errors_of(changed(*((old, new) for old, new, _ in map(MISTAKES.__getitem__, names))))


def test_mistakes_of_all_stages_are_reported_in_one_round() -> None:
    messages = [error.message for error in errors(*MISTAKES)]
    assert [
        name for name, (*_, mistake) in MISTAKES.items() if not any(mistake in m for m in messages)
    ] == []
    assert len(messages) == len(MISTAKES)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_alone_has_one_message(name: str) -> None:
    (error,) = errors(name)
    assert MISTAKES[name][2] in error.message


def test_two_mistakes_have_two_messages() -> None:
    require_two_messages(pairwise(MISTAKES))


@pytest.mark.slow
def test_any_two_mistakes_have_two_messages() -> None:
    require_two_messages(combinations(MISTAKES, 2))


def require_two_messages(pairs: Iterable[tuple[str, str]]) -> None:
    counts = {pair: len(errors(*pair)) for pair in pairs}
    assert counts == dict.fromkeys(counts, 2)


def test_nothing_is_said_of_what_mentions_a_mistake() -> None:
    wrong = changed(("seats: {type: integer, minimum: 1, maximum: 200}", "seats: {type: integr}"))
    diagnostics = run(wrong).checked.diagnostics
    assert [diagnostic.message for diagnostic in diagnostics] == ["there is no type `integr`"]


def test_what_only_the_whole_can_show_is_not_said_of_a_part() -> None:
    text = changed(
        ("  cancel_booking:\n    description: Give", "  cancel_booking:\n    descripton: Give"),
        ("finish: {from: booked, to: finished}", "finish: {from: cancelled, to: finished}"),
    )  # fmt: skip
    assert [diagnostic.code.id for diagnostic in run(text).checked.diagnostics] == ["MSC201"]


def test_an_answer_to_an_open_question_is_no_mistake() -> None:
    question = (
        "questions:\n  free: {text: Is it free?, options: ['yes', 'no'], blocks: [book_room]}\n"
    )
    answer = "answers: {free: {value: 'yes', accepted: false, reason: So is the rest.}}"
    reported = run(changed(("questions:\n", question)), answer).checked.diagnostics
    assert [item.code.id for item in reported] == ["MSC601"]


STORIES = """journeys:
  nobody_signs_in:
    description: A request to nowhere.
    steps:
      - {request: POST /auth/logn, body: {email: mia@pocket.example, password: x}, status: 200}
  nobody_is_awaited:
    description: A row of no entity.
    steps:
      - {wait_for: bokings, where: {status: booked}}
  nobody_reads_it:
    description: A key that nobody reads.
    steps:
      - request: POST /auth/verify-email
        body: {token: abc, tokn: abc}
        status: 200
"""


@pytest.mark.parametrize("other", MISTAKES)
def test_journeys_are_checked_beside_other_mistakes(other: str) -> None:
    old, new, _ = MISTAKES[other]
    messages = [error.message for error in errors_of(changed((old, new), ("journeys:\n", STORIES)))]
    for part in ("POST /auth/logn", "`bokings`", "`tokn`"):
        assert any(part in message for message in messages), messages
    assert len(messages) == 4


def errors_of(text: str) -> list[Diagnostic]:
    diagnostics = run(text).checked.diagnostics
    return [diagnostic for diagnostic in diagnostics if diagnostic.code.severity is Severity.ERROR]


LIBRARY = """language: 1
system: {name: library, title: Library, description: Books.}
roles: {reader: Reads.}
entities:
  reader:
    description: A reader.
    fields: {email: {type: email, unique: true}, password: password, role: role}
  book: {description: A book., fields: {title: {type: string, max_length: 80}}}
authentication:
  account: reader
  login: email
  password: password
  role: role
  registration: {roles: [reader], input: []}
operations:
  list_books:
    actor: [reader]
    steps: [{list: books, as: page, sort: [title, titel]}]
    returns: page
integrations: {chat: {provider: telegram}}
bot:
  commands:
    books:
      {description: Books., run: list_books, reply_each: "{item.title}", reply_empty: None.}
"""


def test_section_that_has_nothing_left_is_not_checked() -> None:
    (error,) = errors_of(LIBRARY)
    assert "`titel`" in error.message
