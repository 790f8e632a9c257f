"""What the emitted system is measured against answers as it does."""

import pytest

from benchmarks.load.__main__ import require_the_same, routes_of, shape_of, systems
from benchmarks.load.report import EMITTED, MONOLITH, SYSTEMS
from benchmarks.load.users import Request
from msc.local.system import LocalSystem
from tests.emitted.p2p_lending.people import People

pytestmark = pytest.mark.emitted


def test_what_was_written_by_hand_answers_with_the_same_status_and_members(
    system: LocalSystem, people: People
) -> None:
    routes = routes_of(people, users=1)
    with systems(system) as addresses:
        assert tuple(addresses) == SYSTEMS
        require_the_same(addresses, routes)


def test_monolith_refuses_with_the_same_status_and_members(
    system: LocalSystem, people: People
) -> None:
    person = people.register("lender")
    signed = (f"Authorization: Bearer {person.token}",)
    refused = [
        Request("GET", "/api/v1/loans"),
        Request("GET", f"/api/v1/loans/{person.id}", signed),
        Request("GET", "/api/v1/loans?limit=0", signed),
        Request("PATCH", "/api/v1/users/profile", signed, '{"full_name": null, "role": "admin"}'),
    ]
    with systems(system) as addresses:
        for request in refused:
            monolith, emitted = (shape_of(addresses[name], request) for name in (MONOLITH, EMITTED))
            assert monolith == emitted
