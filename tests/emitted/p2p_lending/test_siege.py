"""A short siege: hostile clients before all services, and what they make of them."""

import pytest

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from msc.pipeline.spec import load
from tests.emitted.conftest import ROOT, build
from tests.hostile.siege import siege
from tests.hostile.targets import WEBHOOK

pytestmark = pytest.mark.emitted

SEED, SECONDS, DRAWN = 1, 20.0, 200


def test_nobody_notices_hostile_clients() -> None:
    system = load(ROOT / "specs/examples/p2p-lending").value
    assert system is not None
    built = Build(build("p2p-lending"))
    run = RunFolder.temporary(built.runs, "hostile")
    with LocalSystem(built, run, settings=WEBHOOK) as running:
        outcome = siege(system, running, SEED, SECONDS, DRAWN)
    assert outcome.faults == []
    assert outcome.heavy == {}
    # Of each kind of target, and long enough for bodies that are 16 MB each.
    assert outcome.answers.keys() == outcome.most.keys() - {"worker_service"}
    assert sum(sum(answers.values()) for answers in outcome.answers.values()) > 300
