"""Running systems do what the reference does, request by request, on real servers."""

from pathlib import Path

import pytest

from msc.core.record import replace
from msc.ir.steps import CreateStep
from msc.ir.system import System
from msc.pipeline.spec import load
from tests.conversations.law import conversations

pytestmark = pytest.mark.emitted

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = 12


def system_of(spec: str) -> System:
    system = load(ROOT / spec).value
    assert system is not None
    return system


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        ("specs/examples/p2p-lending", 8),
        ("specs/examples/pocket", 6),
        ("tests/systems/every_step/spec.yaml", 16),
        ("tests/systems/small/who_sees_what.yaml", 20),
    ],
)
def test_both_answer_alike(spec: str, count: int, tmp_path: Path) -> None:
    system = system_of(spec)
    result = conversations(system, tmp_path / "system", seeds=range(count), requests=REQUESTS)
    assert result.faults == []
    # What nobody has settled says nothing.
    assert result.unsaid.total() < result.outcomes.total() / 10
    assert result.succeeded >= {endpoint.operation for endpoint in system.endpoints}


def test_a_difference_is_noticed(tmp_path: Path) -> None:
    """The reference is told of a system in which a created row gets one value less."""
    system = system_of("specs/examples/pocket")
    meant = replace(system, operations=tuple(
        replace(operation, steps=tuple(
            replace(step, values=step.values[1:]) if isinstance(step, CreateStep) else step
            for step in operation.steps
        ))
        for operation in system.operations
    ))  # fmt: skip
    folder = tmp_path / "system"
    result = conversations(system, folder, seeds=range(4), requests=REQUESTS, meant=meant)
    assert result.faults
