"""One event tells a crowd: nobody beside it waits, and everybody is told once."""

import signal
import time
from collections.abc import Iterator

import pytest

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from tests.emitted.conftest import build
from tests.emitted.journeys import journey_of
from tests.emitted.p2p_lending.crowd import Neighbour, chats_reached, gather
from tests.emitted.p2p_lending.people import LOAN, People

pytestmark = pytest.mark.emitted

CROWD = 800
# The most that the bot allows, so the crowd takes half a minute.
SETTINGS = {"MESSAGES_PER_SECOND": "30"}
NEIGHBOURS_SECONDS = 2.0
PATIENCE_SECONDS = 120.0
# By then some pages are told, and others are not.
IN_THE_MIDDLE_SECONDS = 0.5


@pytest.fixture
def crowded() -> Iterator[LocalSystem]:
    built = Build(build("p2p-lending"))
    run = RunFolder.temporary(built.runs, "crowd")
    with LocalSystem(built, run, settings=SETTINGS) as system:
        gather(system, CROWD)
        yield system


def test_nobody_waits_for_a_crowd_and_everybody_in_it_is_told_once(crowded: LocalSystem) -> None:
    people, neighbour = People(journey_of(crowded)), Neighbour(crowded)
    borrower = people.borrower()
    people.journey.request("POST", "/api/v1/loans", body=LOAN, expect=201, token=borrower.token)
    # What was begun is begun again by whoever comes next.
    time.sleep(IN_THE_MIDDLE_SECONDS)
    crowded.kill("worker_service", signal.SIGKILL)
    crowded.restart("worker_service")
    waited = [
        neighbour.seconds_until_told(channel, PATIENCE_SECONDS)
        for _ in range(6)
        for channel in ("telegram", "email")
    ]
    assert len(chats_reached(crowded)) < CROWD
    assert max(waited) < NEIGHBOURS_SECONDS, waited
    until = time.monotonic() + PATIENCE_SECONDS
    while len(chats_reached(crowded)) < CROWD and time.monotonic() < until:
        time.sleep(1)
    chats = chats_reached(crowded)
    assert (len(chats), len(set(chats))) == (CROWD, CROWD)
