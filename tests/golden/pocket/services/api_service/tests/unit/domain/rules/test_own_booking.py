"""The rule `own booking`."""

import pytest

from shared.dtos.booking import Booking
from shared.dtos.person import Person
from shared.identifiers import new_id
from src.domain.errors import Rule
from src.domain.rules.own_booking import OWN_BOOKING, own_booking
from tests.support.samples import make_booking, make_person

ACTOR = make_person()
BOOKING = make_booking(guest_id=ACTOR.id)


@pytest.mark.parametrize(
    ("actor", "booking", "holds"),
    [(ACTOR, BOOKING, True), (ACTOR, BOOKING.model_copy(update={"guest_id": new_id()}), False)],
)
def test_own_booking(actor: Person, booking: Booking, holds: bool) -> None:
    assert own_booking(actor, booking) is holds


def test_own_booking_says_what_is_wrong() -> None:
    assert (
        Rule(
            name="own_booking",
            code="NOT_YOUR_BOOKING",
            message="Only the guest can do this",
            status=403,
        )
        == OWN_BOOKING
    )
