"""One running system for all end-to-end tests."""

from collections.abc import Iterator

import pytest

from local.system import LocalSystem


@pytest.fixture(scope="session")
def system() -> Iterator[LocalSystem]:
    """The five services with their servers and simulators."""
    with LocalSystem() as running:
        yield running
