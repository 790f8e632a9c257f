"""One running system for all end-to-end tests."""

import pytest

from tests.e2e.running import RunningSystem, running_system


@pytest.fixture(scope="session")
def system() -> RunningSystem:
    """The services with their simulators."""
    return running_system()
