"""The largest example, resolved and lowered once."""

from pathlib import Path

import pytest

from msc.ir.system import System
from msc.lower.program import Program, lower
from msc.pipeline.spec import load

EXAMPLES = Path(__file__).parents[3] / "specs" / "examples"


@pytest.fixture(scope="session")
def system() -> System:
    """The largest example."""
    outcome = load(EXAMPLES / "p2p-lending")
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.fixture(scope="session")
def program(system: System) -> Program:
    """What the largest example is in code."""
    lowered = lower(system)
    assert lowered.value is not None, lowered.diagnostics
    return lowered.value


@pytest.fixture(scope="session")
def pocket() -> Program:
    """What the smallest example is in code."""
    outcome = load(EXAMPLES / "pocket")
    assert outcome.value is not None, outcome.diagnostics
    lowered = lower(outcome.value)
    assert lowered.value is not None, lowered.diagnostics
    return lowered.value
