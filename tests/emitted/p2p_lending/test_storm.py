"""A short storm: processes are killed, servers stop and start, providers fail."""

import pytest

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from tests.emitted.conftest import build
from tests.emitted.journeys import journey_of
from tests.emitted.p2p_lending.people import People
from tests.storm.weather import weather

pytestmark = pytest.mark.emitted

SEED, OPERATIONS, CLIENTS = 1, 60, 6


def test_nothing_is_lost_or_doubled_in_a_storm() -> None:
    built = Build(build("p2p-lending"))
    with LocalSystem(built, RunFolder.temporary(built.runs, "storm")) as system:
        outcome = weather(system, People(journey_of(system)), SEED, OPERATIONS, CLIENTS)
    assert outcome.broken == []
    assert outcome.met
    assert outcome.history.loans
