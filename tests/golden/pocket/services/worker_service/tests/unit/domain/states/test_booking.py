"""The states of booking: which transition leads where."""

import pytest

from shared.dtos.enums import BookingStatus
from src.domain.errors import IllegalTransition
from src.domain.states.booking import next_booking_state


@pytest.mark.parametrize(
    ("transition", "state", "target"),
    [
        ("cancel", BookingStatus.BOOKED, BookingStatus.CANCELLED),
        ("finish", BookingStatus.BOOKED, BookingStatus.FINISHED),
    ],
)
def test_transition_leads_to_its_target(
    transition: str, state: BookingStatus, target: BookingStatus
) -> None:
    assert next_booking_state(transition, state) is target


@pytest.mark.parametrize(
    ("transition", "state"),
    [
        ("cancel", BookingStatus.CANCELLED),
        ("cancel", BookingStatus.FINISHED),
        ("finish", BookingStatus.CANCELLED),
        ("finish", BookingStatus.FINISHED),
    ],
)
def test_transition_is_refused_from_other_states(transition: str, state: BookingStatus) -> None:
    with pytest.raises(IllegalTransition) as refused:
        next_booking_state(transition, state)
    assert refused.value.state == state
