"""What never happens or never ends is said, and nothing is said of what may well happen."""

import pytest

from msc.core.diagnostics import Severity
from tests.unit.analyze.pocket import changed, run

CONFIRM = "  confirm_booking:\n    description: Tell the guest, and everybody who keeps the rooms.\n    actor: system\n    input: {booking: booking}\n    steps:\n"
PUBLISHED = "      - publish: booking.made\n        values: {booking: input.booking, day: input.booking.day}\n"
LATER = "      - publish: booking.later\n        values: {booking: input.booking}\n"
LATER_EVENT = (
    "events:\n",
    "events:\n  booking.later: {payload: {booking: booking}, then: [remember]}\n",
)
REMEMBER = (
    "  finish_booking:\n",
    f"  remember:\n    actor: system\n    input: {{booking: booking}}\n    steps:\n{PUBLISHED}  finish_booking:\n",
)
STATUS = "enum: [booked, cancelled, finished]"
TRANSITIONS = "        cancel: {from: booked, to: cancelled}\n"
CANCEL = "rules: [own_booking]\n    steps:\n      - transition: input.booking\n        to: cancel\n"
CANCEL_ACTOR = "    description: Give a booked room back.\n    actor: [member]\n"
RULES = "rules:\n  room_is_open"


def flow_diagnostics(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    diagnostics = run(changed(*changes)).checked.diagnostics
    assert not [one for one in diagnostics if one.code.id < "MSC2"], diagnostics
    return [
        (diagnostic.code.id, diagnostic.message)
        for diagnostic in diagnostics
        if diagnostic.code.id.startswith(("MSC52", "MSC53"))
    ]


def rule(holds: str) -> tuple[str, str]:
    return RULES, f'rules:\n  extra: {{holds: "{holds}", message: No, code: EXTRA}}\n  room_is_open'


def test_the_example_has_nothing_of_the_kind() -> None:
    assert flow_diagnostics() == []


def test_an_event_that_its_consumer_publishes_never_ends() -> None:
    assert flow_diagnostics((CONFIRM, CONFIRM + PUBLISHED)) == [
        (
            "MSC521",
            "`booking.made` triggers itself endlessly: `booking.made` -> confirm_booking -> `booking.made`",
        )
    ]


def test_an_event_that_comes_back_through_another_never_ends() -> None:
    assert flow_diagnostics((CONFIRM, CONFIRM + LATER), LATER_EVENT, REMEMBER) == [
        ("MSC521", "`booking.later` triggers itself endlessly: `booking.later` -> remember -> `booking.made` -> "
                   "confirm_booking -> `booking.later`")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "first",
    [
        "      - transition: input.booking\n        to: finish\n",
        "      - require: booking_is_over\n",
    ],
)
def test_an_event_that_something_can_refuse_may_end(first: str) -> None:
    diagnostics = run(changed((CONFIRM, CONFIRM + first + PUBLISHED))).checked.diagnostics
    assert [(diagnostic.code.id, diagnostic.code.severity) for diagnostic in diagnostics] == [
        ("MSC522", Severity.WARNING)
    ]


def test_an_event_published_for_each_row_may_end() -> None:
    inner = "".join(f"        {line}\n" for line in PUBLISHED.splitlines())
    loop = f"      - for_each: bookings.filter(b, b.day < today)\n        as: other\n        steps:\n{inner}"
    assert [code for code, _ in flow_diagnostics((CONFIRM, CONFIRM + loop))] == ["MSC522"]


def test_a_state_to_which_no_transition_leads_is_named() -> None:
    assert flow_diagnostics((STATUS, "enum: [booked, cancelled, finished, lost]")) == [
        ("MSC523", "no booking can ever be `lost`")
    ]


def test_an_operation_that_moves_a_row_from_such_a_state_can_never_succeed() -> None:
    lost = "        cancel: {from: lost, to: cancelled}\n"
    assert flow_diagnostics((STATUS, "enum: [booked, cancelled, finished, lost]"), (TRANSITIONS, lost)) == [
        ("MSC525", "`cancel_booking` can never succeed: `cancel` begins at `lost`, where no booking "
                   "ever is; a new one is `booked`")
    ]  # fmt: skip


def test_a_state_that_only_an_unused_transition_leads_to_is_out_of_reach() -> None:
    stuck = (
        (STATUS, "enum: [booked, cancelled, finished, lost]"),
        (
            TRANSITIONS,
            "        cancel: {from: lost, to: cancelled}\n        lose: {from: booked, to: lost}\n",
        ),
    )
    assert [code for code, _ in flow_diagnostics(*stuck)] == ["MSC526", "MSC525"]


def test_a_row_that_has_to_be_named_and_is_never_made_is_pointed_at() -> None:
    text = (
        ("entities:\n", "entities:\n  sign:\n    fields: {text: string}\n"),
        (
            "operations:\n",
            "operations:\n  get_sign: {actor: public, input: {sign: sign}, returns: input.sign}\n",
        ),
        ("endpoints:\n", "endpoints:\n  GET /signs/{sign}: get_sign\n"),
    )
    assert flow_diagnostics(*text) == [
        ("MSC524", "nothing ever creates a row of `sign`, but `get_sign` requires one")
    ]


@pytest.mark.parametrize(
    ("holds", "reason"),
    [
        ("actor.role == 'manager'",
         "its `actor` wants `actor.role` to be `member`, and the rule `extra` wants `manager`"),
        ("actor.role != 'member'",
         "its `actor` wants `actor.role` to be `member`, and the rule `extra` wants `manager`"),
        ("input.booking.status in ['cancelled', 'finished']",
         "the rule `extra` wants `input.booking.status` to be `cancelled` or `finished`, and the "
         "transition `cancel` wants `booked`"),
        ("!(input.booking.status == 'booked')",
         "the rule `extra` wants `input.booking.status` to be `cancelled` or `finished`, and the "
         "transition `cancel` wants `booked`"),
        ("input.booking.room.open && !input.booking.room.open",
         "the rule `extra` wants `input.booking.room.open` to be `true`, and the rule `extra` wants "
         "`false`"),
        ("1 > 2", "`extra` is false whatever is sent"),
    ],
)  # fmt: skip
def test_rules_that_exclude_what_the_operation_is_are_pointed_at(holds: str, reason: str) -> None:
    reported = flow_diagnostics(
        rule(holds), (CANCEL, CANCEL.replace("[own_booking]", "[own_booking, extra]"))
    )
    assert reported == [("MSC525", f"`cancel_booking` can never succeed: {reason}")]


@pytest.mark.parametrize(
    "holds",
    [
        "actor.role == 'manager' || actor.role == 'member'",
        "input.booking.status == 'booked' || input.booking.room.open",
        "actor.role == 'manager' || input.booking.room.open",
        "input.booking.status != 'cancelled'",
        "input.booking.room.notes != null",
        "1 < 2",
    ],
)
def test_rules_that_can_hold_are_left_alone(holds: str) -> None:
    assert (
        flow_diagnostics(
            rule(holds), (CANCEL, CANCEL.replace("[own_booking]", "[own_booking, extra]"))
        )
        == []
    )


def test_an_input_that_none_of_the_roles_may_see_is_pointed_at() -> None:
    access = ("    access: {owner: guest, read: [manager]}", "    access: {read: [manager]}")
    reported = flow_diagnostics(access)
    assert reported == [
        ("MSC525", "`cancel_booking` can never succeed: `booking` is a row that only manager may see")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ((("    access: {owner: guest, read: [manager]}", "    access: {read: [manager]}"),),
         "`booking` is a row that only manager may see"),
        ((rule("actor.role == 'manager'"),
          (CANCEL, CANCEL.replace("[own_booking]", "[own_booking, extra]"))),
         "its `actor` wants `actor.role` to be `member`, and the rule `extra` wants `manager`"),
    ],
)  # fmt: skip
def test_a_role_for_which_alone_nothing_succeeds_is_named(
    changes: tuple[tuple[str, str], ...], reason: str
) -> None:
    actors = (CANCEL_ACTOR, CANCEL_ACTOR.replace("[member]", "[member, manager]"))
    assert flow_diagnostics(actors, *changes) == [
        ("MSC530", f"`member` can never run `cancel_booking`: {reason}")
    ]


LOOP = "      - for_each: bookings.filter(b, CONDITION)\n        as: other\n        steps:\n"
PUBLISHED_CANCELLATION = "        set: {cancelled_on: today}\n        as: booking\n      - publish: booking.cancelled\n        values: {booking: booking,"
REOPEN = (TRANSITIONS, TRANSITIONS + "        reopen: {from: cancelled, to: booked}\n")


def in_a_loop(steps: str, condition: str) -> tuple[str, str]:
    """The operation that cancels a booking, with these steps for each of some bookings."""
    loop = LOOP.replace("CONDITION", condition)
    inside = "".join(f"          {line}\n" for line in steps.splitlines())
    event = "      - publish: booking.cancelled\n        values: {booking: input.booking,"
    return (
        CANCEL + PUBLISHED_CANCELLATION,
        f"rules: [own_booking]\n    steps:\n{loop}{inside}{event}",
    )


def test_a_row_from_outside_is_not_moved_in_each_turn() -> None:
    loop = in_a_loop("- transition: input.booking\n  to: cancel", "b.price > 0.0")
    assert flow_diagnostics(loop) == [
        ("MSC527", "`cancel` moves `input.booking` in every iteration of the loop, but only the first can "
                   "succeed")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "condition"),
    [
        # The row of the turn.
        ("- transition: other\n  to: cancel", "b.price > 0.0"),
        # A row that is where it was when the turn ends.
        ("- transition: input.booking\n  to: cancel\n  as: gone\n- transition: gone\n  to: reopen",
         "b.price > 0.0"),
        # There is one turn at most.
        ("- transition: input.booking\n  to: cancel", "b.price > 0.0 && b == input.booking"),
        ("- transition: input.booking\n  to: cancel", "input.booking.id == b.id"),
    ],
)  # fmt: skip
def test_a_row_that_can_be_moved_in_each_turn_is_moved(steps: str, condition: str) -> None:
    assert "MSC527" not in [
        code for code, _ in flow_diagnostics(in_a_loop(steps, condition), REOPEN)
    ]


def test_a_row_that_a_condition_does_not_name_alone_is_not_the_only_one() -> None:
    steps = "- transition: input.booking\n  to: cancel"
    for condition in ("b == input.booking || b.price > 0.0", "b.room == input.booking.room"):
        assert [code for code, _ in flow_diagnostics(in_a_loop(steps, condition))] == ["MSC527"]


FAN = [
    ("endpoints:\n", "endpoints:\n  GET /rooms/{room}/fan: show_fan\n"),
    ("price: input.price, notes: input.notes}", "price: input.price, fan: actor}"),
    ("price: room.price, notes: room.notes}", "price: room.price}"),
    ("      open: {type: boolean, default: true}\n",
     "      open: {type: boolean, default: true}\n      fan: {reference: person}\n"),
]  # fmt: skip
SHOW_FAN = "  show_fan:\n    actor: public\n    input: {room: room}\n"
CHANGE_FAN = (
    "    steps:\n      - update: input.room.fan\n        set: {active: true}\n        as: fan\n"
)
BOOKED = (
    "bookings.filter(b, b.guest == actor && b.status == 'booked')",
    "bookings.filter(b, b.status == 'booked')",
)
LISTED = "    description: List what the person has booked.\n    actor: any"


@pytest.mark.parametrize(
    ("changes", "verb", "entity", "people"),
    [
        ([(LISTED, LISTED.replace("any", "public")), BOOKED], "lists", "booking",
         "its owner and `manager`"),
        ([("    description: Remove a booking that is over.\n    actor: any\n",
           "    description: Remove a booking that is over.\n    actor: public\n"),
          ("    input: {booking: booking}\n    rules: [own_booking]\n    steps:\n      - require",
           "    input: {booking: booking}\n    steps:\n      - require")],
         "takes", "booking", "its owner and `manager`"),
        ([("  list_rooms:\n", f"{SHOW_FAN}    returns: input.room.fan\n  list_rooms:\n"), *FAN],
         "returns", "person", "its owner and `manager`"),
        ([("  list_rooms:\n", f"{SHOW_FAN}{CHANGE_FAN}    returns: fan\n  list_rooms:\n"), *FAN],
         "returns", "person", "its owner and `manager`"),
    ],
)  # fmt: skip
def test_the_public_is_not_shown_what_only_some_people_may_see(
    changes: list[tuple[str, str]], verb: str, entity: str, people: str
) -> None:
    public = [message for code, message in flow_diagnostics(*changes) if code == "MSC528"]
    assert [message.partition(" is public and ")[2] for message in public] == [
        f"{verb} a `{entity}`, which only {people} may see"
    ]


ROLES = (
    "roles:\n  member: Books rooms.\n",
    "roles:\n  member: Books rooms.\n  auditor: Reads all.\n",
)
LIST_GUESTS = (
    "  list_guests:\n    actor: [auditor]\n    steps: [{list: people, as: guests}]\n"
    "    returns: guests\n"
)
NEXT = "  finish_booking:\n"
SERVED = (
    "endpoints:\n",
    "endpoints:\n  GET /guests: list_guests\n  PUT /people/{person}/role: appoint\n",
)
APPOINT = "  appoint:\n    actor: [manager]\n    input: {person: person, role: person.role}\n    steps: [{update: input.person, set: {role: ROLE}}]\n"


@pytest.mark.parametrize(
    ("value", "is_granted"),
    [("input.role", True), ("\"'auditor'\"", True), ("\"'member'\"", False),
     ("\"actor.role == 'manager' ? 'auditor' : 'member'\"", True)],
)  # fmt: skip
def test_a_role_that_nobody_can_have_is_noticed(value: str, *, is_granted: bool) -> None:
    role = APPOINT.replace("ROLE", value)
    if value != "input.role":
        role = role.replace(", role: person.role", "")
    text = changed(ROLES, (NEXT, LIST_GUESTS + role + NEXT), SERVED)
    diagnostics = run(text).checked.diagnostics
    reported = [(one.code.id, one.message) for one in diagnostics]
    expected = [] if is_granted else [("MSC529", "no person can ever have the role `auditor`")]
    assert reported == expected


@pytest.mark.parametrize(
    ("condition", "states"),
    [
        ("b.status == 'cancelled'", "`cancelled`"),
        ("!(b.status == 'booked')", "`cancelled` or `finished`"),
    ],
)
def test_a_loop_over_rows_that_its_transition_never_starts_from_is_pointed_at(
    condition: str, states: str
) -> None:
    loop = LOOP.replace("CONDITION", condition) + "          - {transition: other, to: cancel}\n"
    assert flow_diagnostics((CANCEL, CANCEL.replace("steps:\n", f"steps:\n{loop}"))) == [
        ("MSC525", f"`cancel_booking` can never succeed: `for_each: booking` wants `other.status` to be "
                   f"{states}, and the transition `cancel` wants `booked`")
    ]  # fmt: skip


EVERY = "      - for_each: bookings\n        as: other\n        steps:\n          - {transition: other, to: cancel}\n"
HEAD, _, _ = CANCEL.partition("      - transition")
MOVE = (
    "      - transition: input.booking\n        to: cancel\n"
    "        set: {cancelled_on: today}\n        as: booking\n"
)


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (EVERY + MOVE, "the transition `cancel` of every `booking` leaves `input.booking.status` at "
                       "`cancelled`, and the transition `cancel` wants `booked`"),
        (MOVE + EVERY, "the transition `cancel` leaves `input.booking.status` at `cancelled`, and "
                       "the transition `cancel` of every `booking` wants `booked`"),
    ],
)  # fmt: skip
def test_a_row_that_a_loop_over_all_rows_moves_is_not_moved_again(steps: str, reason: str) -> None:
    assert flow_diagnostics((HEAD + MOVE, HEAD + steps)) == [
        ("MSC525", f"`cancel_booking` can never succeed: {reason}")
    ]


def test_a_rule_on_a_row_that_a_loop_over_all_rows_moves_wants_what_the_loop_wants() -> None:
    ruled = HEAD.replace("own_booking", "extra") + EVERY
    steps = (HEAD + MOVE, f"{ruled}      - {{update: input.booking, set: {{}}, as: booking}}\n")
    steps = (HEAD + MOVE, ruled), ("{booking: booking, reason", "{booking: input.booking, reason")
    returned = "    returns: booking\n  forget", "    returns: input.booking\n  forget"
    reported = flow_diagnostics(rule("input.booking.status == 'finished'"), *steps, returned)
    assert reported == [
        ("MSC525", "`cancel_booking` can never succeed: the rule `extra` wants `input.booking.status` "
                   "to be `finished`, and the transition `cancel` of every `booking` wants `booked`")
    ]  # fmt: skip


def test_a_loop_over_all_rows_does_not_find_a_new_row() -> None:
    new = (
        "      - create: booking\n        set: {room: input.booking.room, guest: actor, day: today, price: 1}\n"
        "        as: again\n"
    )
    move = MOVE.replace("input.booking", "again")
    assert flow_diagnostics((HEAD + MOVE, HEAD + new + EVERY + move)) == []


def test_a_loop_over_some_rows_may_leave_the_row_alone() -> None:
    some = EVERY.replace("bookings", "bookings.filter(b, b.day < today)")
    assert flow_diagnostics((HEAD + MOVE, HEAD + some + MOVE)) == []
