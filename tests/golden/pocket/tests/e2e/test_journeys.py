"""Walks every journey of the spec."""

import importlib
import pkgutil

import pytest

from local.journey import Journey
from local.system import LocalSystem
from tests.e2e import journeys

NAMES = sorted(each.name for each in pkgutil.iter_modules(journeys.__path__))


@pytest.mark.parametrize("name", NAMES)
def test_journey(system: LocalSystem, name: str) -> None:
    module = importlib.import_module(f"tests.e2e.journeys.{name}")
    module.walk(Journey(system))
