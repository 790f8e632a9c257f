"""Walks every journey of the spec."""

import importlib
import pkgutil

import pytest

from tests.e2e import journeys
from tests.e2e.journey import Journey
from tests.e2e.running import RunningSystem

NAMES = sorted(module.name for module in pkgutil.iter_modules(journeys.__path__))


@pytest.mark.parametrize("name", NAMES)
def test_journey(system: RunningSystem, name: str) -> None:
    module = importlib.import_module(f"tests.e2e.journeys.{name}")
    module.walk(Journey(system))
