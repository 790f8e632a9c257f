"""Everybody gets exactly what the spec says: each cell of the matrix, on real servers."""

from pathlib import Path

import pytest

from msc.pipeline.spec import load
from tests.matrix.law import matrix

pytestmark = pytest.mark.emitted

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("spec", "never"),
    [
        ("specs/examples/p2p-lending", set[str]()),
        ("specs/examples/pocket", set[str]()),
        # Its loan is always due later than the rule lets it be returned.
        ("tests/systems/every_step/spec.yaml", {"return_book"}),
        ("tests/systems/small/who_sees_what.yaml", set[str]()),
    ],
)
def test_everybody_gets_what_the_spec_says(spec: str, never: set[str], tmp_path: Path) -> None:
    system = load(ROOT / spec).value
    assert system is not None
    result = matrix(system, tmp_path / "system")
    assert result.faults == []
    # A matrix in which an operation succeeds for nobody would say little about it.
    assert {endpoint.operation for endpoint in system.endpoints} - set(result.succeeded) == never
    assert result.partial, "no list left anything out"
    assert result.cells["key of another"]
    assert result.cells["cursor of another"]
