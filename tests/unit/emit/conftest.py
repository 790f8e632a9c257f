"""The largest example, resolved once."""

from pathlib import Path

import pytest

from msc.ir.system import System
from msc.pipeline import load

EXAMPLES = Path(__file__).parents[3] / "specs" / "examples"


@pytest.fixture(scope="session")
def system() -> System:
    """The largest example."""
    outcome = load(EXAMPLES / "p2p-lending")
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value
