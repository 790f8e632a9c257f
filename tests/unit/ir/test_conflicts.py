"""Which conflicts with stored rows an operation can end in."""

from msc.ir.endings import conflicts
from msc.ir.steps import ILLEGAL_TRANSITION, UNIQUE_VIOLATION
from tests.unit.analyze.pocket import changed, system

INDEXES = "    indexes:\n      - [room, day]\n"


def of_cancelling(*changes: tuple[str, str]) -> list[str]:
    built = system(changed(*changes))
    return [*conflicts(built.operation("cancel_booking"), built)]


def test_a_transition_is_illegal_from_another_state() -> None:
    assert of_cancelling() == [ILLEGAL_TRANSITION]


def test_a_state_may_be_unique_among_others() -> None:
    unique = (INDEXES, "    unique:\n      - [room, day, status]\n" + INDEXES)
    assert of_cancelling(unique) == [ILLEGAL_TRANSITION, UNIQUE_VIOLATION]


def test_a_field_that_changes_with_the_state_may_be_unique() -> None:
    unique = (INDEXES, "    unique:\n      - [room, cancelled_on]\n" + INDEXES)
    assert of_cancelling(unique) == [ILLEGAL_TRANSITION, UNIQUE_VIOLATION]
