"""Conditions that steps require on the spot are rules of their operation."""

from msc.analyze.context import MAX_NAME
from tests.unit.analyze.pocket import changed, findings, system

REQUIRED = """\
        code: DAY_IS_OVER
        status: 422
"""
ANOTHER = """\
      - require: input.room.seats > SEATS
        message: This is no room
        code: CODE
"""


def with_step(code: str, times: int = 1) -> tuple[str, str]:
    more = "".join(
        ANOTHER.replace("CODE", code).replace("SEATS", str(seats)) for seats in range(times)
    )
    return REQUIRED, REQUIRED + more


def names(*changes: tuple[str, str]) -> list[str]:
    """The rules of the operation that books a room."""
    return [*system(changed(*changes)).operation("book_room").rules]


def test_it_is_called_after_its_operation_and_its_code() -> None:
    assert names() == ["room_is_open", "room_is_free", "book_room_unless_day_is_over"]


def test_its_parts_are_those_of_a_rule() -> None:
    rule = system(changed()).rule("book_room_unless_day_is_over")
    assert rule.holds.source == "input.day >= today"
    assert (rule.message, rule.code) == ("This day is over", "DAY_IS_OVER")
    assert (rule.status, rule.stored) == (422, False)


def test_without_a_status_it_is_a_conflict() -> None:
    assert system(changed(with_step("NO_ROOM"))).rule("book_room_unless_no_room").status == 409


def test_one_code_may_stand_for_several_conditions() -> None:
    assert names(with_step("DAY_IS_OVER"))[2:] == [
        "book_room_unless_day_is_over", "book_room_unless_day_is_over_2"
    ]  # fmt: skip


def test_a_rule_of_its_name_is_in_the_way() -> None:
    rule, uses = "  room_is_open:\n", "[room_is_open,"
    text = changed(
        (rule, "  book_room_unless_small:\n"), (uses, "[book_room_unless_small,"),
        with_step("SMALL"),
    )  # fmt: skip
    assert findings(text) == [("MSC302", "SMALL")]


def test_a_name_that_is_too_long_keeps_its_code() -> None:
    first, second = names(with_step("A" * 60, times=2))[-2:]
    assert first != second
    for name in (first, second):
        assert len(name) <= MAX_NAME
        assert name.startswith("book_room_unless_aaaaaa")


def test_what_others_are_called_changes_no_name() -> None:
    before, after = names(), names(("      - delete: input.booking\n", ANOTHER_OPERATION))
    assert before == after


ANOTHER_OPERATION = """\
      - require: input.booking.price > 0
        message: It is free
        code: DAY_IS_OVER
      - delete: input.booking
"""
