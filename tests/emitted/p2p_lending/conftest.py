"""The running system, and the people in it."""

from collections.abc import Iterator

import pytest

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from tests.emitted.conftest import build
from tests.emitted.journeys import journey_of
from tests.emitted.p2p_lending.people import People


@pytest.fixture(scope="session")
def system() -> Iterator[LocalSystem]:
    built = Build(build("p2p-lending"))
    with LocalSystem(built, RunFolder.temporary(built.runs, "guarantees")) as running:
        yield running


@pytest.fixture
def people(system: LocalSystem) -> People:
    return People(journey_of(system))
