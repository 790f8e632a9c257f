"""The running system, and the people in it."""

from collections.abc import Iterator

import pytest
from local.journey import Journey
from local.system import LocalSystem
from people import People


@pytest.fixture(scope="session")
def system() -> Iterator[LocalSystem]:
    with LocalSystem() as running:
        yield running


@pytest.fixture
def people(system: LocalSystem) -> People:
    return People(Journey(system))
