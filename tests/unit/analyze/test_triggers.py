"""Endpoints, events, jobs, bot, notifications, integrations, journeys, questions."""

import pytest

from tests.unit.analyze.pocket import changed, findings, messages, run, system

REACTION = "then: [confirm_booking]"
JOB = "schedule: daily at 01:30"

CASES = {
    "route without a method": (("GET /rooms: list", "/rooms: list"), [("MSC407", "/rooms")]),
    "parameter that is no input": (("POST /bookings/{booking}/cancellation", "POST /bookings/{id}/cancellation"),
                                   [("MSC503", "cancel_booking")]),
    "GET that changes something": (("DELETE /bookings/{booking}: forget", "GET /bookings/{booking}: forget"),
                                   [("MSC503", "forget_booking"), ("MSC301", "DELETE /bookings/${booking_id}")]),
    "POST that lists": (("GET /bookings: list_own", "POST /bookings: list_own"),
                        [("MSC503", "list_own_bookings")]),
    "GET with a body": (("GET /bookings: list_own_bookings", "GET /bookings: list_own_bookings\n  DELETE /rooms: change_room"),
                        [("MSC503", "change_room")]),
    "endpoint of the system": (("GET /bookings: list_own_bookings", "GET /bookings: list_own_bookings\n  POST /bookings/{booking}/end: finish_booking"),
                               [("MSC503", "finish_booking")]),
    "status of an empty answer": (("DELETE /bookings/{booking}: forget_booking", "DELETE /bookings/{booking}: {run: forget_booking, status: 200}"),
                                  [("MSC403", "200")]),
    "status that is no success": (("status: 201}\n  GET", "status: 404}\n  GET"), [("MSC403", "404")]),
    "consumer of people": ((REACTION, "then: [add_room]"), [("MSC503", "add_room")]),
    "consumer without its input": (("payload: {booking: booking, day: booking.day}", "payload: {day: booking.day}"),
                                    [("MSC301", "booking"), ("MSC503", "confirm_booking")]),
    "event that nobody publishes": (("      - publish: booking.made\n        values: {booking: booking, day: input.day}\n", ""),
                                    [("MSC501", "booking.made")]),
    "event that nobody reads": (("    then: [confirm_booking]\n", ""),
                                [("MSC508", "confirm_booking"), ("MSC502", "booking.made")]),
    "secret in an event": (("payload: {person: person}", "payload: {person: person, password: person.password}"),
                           [("MSC403", "person.joined")]),
    "schedule": ((JOB, "schedule: every morning"), [("MSC407", "every morning")]),
    "job of people": (("run: finish_booking\n", "run: cancel_booking\n"), [("MSC503", "cancel_booking")]),
    "job of other rows": (("for_each: {booking: \"bookings.filter(b, b.status == 'booked' && b.day < today)\"}", "for_each: {booking: rooms}"),
                          [("MSC503", "finish_booking")]),
    "job without rows": (("    for_each: {booking: \"bookings.filter(b, b.status == 'booked' && b.day < today)\"}\n    run: finish_booking\n    once_per: booking\n", "    run: finish_booking\n"),
                         [("MSC503", "finish_booking")]),
    "job over two selections": (("b.day < today)\"}", "b.day < today)\", room: rooms}"), [("MSC403", "room")]),
    "command of two kinds": (("list_commands: true}", "list_commands: true, link_account: true}"), [("MSC403", "help")]),
    "reply that is never sent": (("list_commands: true}", "list_commands: true, reply: Hello}"), [("MSC402", "reply")]),
    "missing reply": (("      reply_empty: You have not booked anything.\n", ""), [("MSC202", "bookings")]),
    "expression in a reply": (("reply: This chat now belongs", "reply: ${code} This chat now belongs"),
                              [("MSC507", "${code} This chat now belongs to your account.")]),
    "command of the system": (("run: list_own_bookings\n", "run: finish_booking\n"), [("MSC503", "finish_booking")]),
    "mistake in a reply": (("${item.day}: ${item.price} EUR", "${item.day}: ${item.prize} EUR"), [("MSC401", "prize")]),
    "text that is not closed": (("${booking.price} EUR.", "${booking.price EUR."), [("MSC401", "${")]),
    "channel that nobody knows": (("channels: [telegram, email]", "channels: [telegram, fax]"), [("MSC204", "fax")]),
    "subject without an e-mail": (("channels: [telegram, email]", "channels: [telegram]"), [("MSC402", "subject")]),
    "e-mail without a subject": (("    subject: Your room is booked\n", ""), [("MSC202", "booking_confirmed")]),
    "link of another notification": (("${booking.price} EUR.", "${link}"), [("MSC401", "link")]),
    "channel without a provider": (("  mail: {provider: sendgrid, sender: rooms@pocket.example}\n", ""),
                                   [("MSC504", "email")]),
    "second provider": (("  mail: {", "  post: {provider: sendgrid, sender: a@b.example}\n  mail: {"), [("MSC510", "sendgrid")]),
    "planned provider": (("  mail: {", "  cards: {provider: stripe}\n  mail: {"), [("MSC507", "stripe")]),
    "sender of the bot": (("telegram: {provider: telegram}", "telegram: {provider: telegram, sender: a@b.example}"), [("MSC402", "sender")]),
    "mail without a sender": ((", sender: rooms@pocket.example", ""), [("MSC202", "mail")]),
    "sender that is no address": (("sender: rooms@pocket.example", "sender: rooms"), [("MSC407", "rooms")]),
    "request that is none": (("- request: POST /rooms\n", "- request: make a room\n"), [("MSC407", "make a room")]),
    "error code of a success": (("body: {name: Attic", "code: X\n        body: {name: Attic"), [("MSC402", "code")]),
    "default that is no option": (("default: never", "default: nevre"), [("MSC403", "nevre")]),
    "type that nothing uses": (("types:\n", "types:\n  colour: {enum: [red]}\n"), [("MSC508", "colour")]),
    "question that blocks": (("    default: never", "    blocks: [book_room]"), [("MSC601", "deposit")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_does_not_fit_together_is_refused(name: str) -> None:
    change, expected = CASES[name]
    assert findings(changed(change)) == expected


def test_an_unknown_answer_is_refused_where_it_stands() -> None:
    answers = "answers:\n  deposti: {value: never}\n"
    assert findings(changed(), answers) == [("MSC301", "deposti")]


def test_an_answer_that_is_no_option_is_refused_where_it_stands() -> None:
    answers = "answers:\n  deposit: {value: sometimes}\n"
    assert findings(changed(), answers) == [("MSC602", "sometimes")]


def test_only_an_accepted_answer_counts() -> None:
    for accepted, expected in ((True, "for_large_rooms"), (False, None)):
        answers = (
            f"answers:\n  deposit: {{value: for_large_rooms, accepted: {str(accepted).lower()}}}"
        )
        answered = run(changed(), answers).checked.value
        assert answered is not None
        assert [question.answer for question in answered.questions] == [expected]


def test_a_role_without_an_operation_is_a_question() -> None:
    changed_system = system(changed(("  manager: Keeps", "  cleaner: Cleans.\n  manager: Keeps")))
    assert [question.name for question in changed_system.questions] == [
        "deposit",
        "what_may_cleaner_do",
    ]


def test_the_status_of_success_follows_from_the_operation() -> None:
    changed_system = system(changed())
    assert {endpoint.operation: endpoint.status for endpoint in changed_system.endpoints} == {
        "list_rooms": 200, "add_room": 201, "change_room": 200, "book_room": 201,
        "list_own_bookings": 200, "cancel_booking": 200, "forget_booking": 204,
    }  # fmt: skip


def test_an_operation_lives_where_its_triggers_are() -> None:
    homes = {operation.name: operation.home.value for operation in system(changed()).operations}
    assert {name for name, home in homes.items() if home == "worker_service"} == {
        "confirm_booking",
        "finish_booking",
    }


def test_a_wrong_schedule_comes_with_a_similar_one() -> None:
    assert "`weekly on friday at 09:00`" in messages(changed((JOB, "schedule: each friday")))[0]
    assert "`daily at 09:00`" in messages(changed((JOB, "schedule: every day at 9")))[0]
