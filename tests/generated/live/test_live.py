"""What `check` accepts can succeed: drawn systems, and one with every step, on real servers."""

from pathlib import Path

import pytest

from msc.pipeline.spec import load
from tests.generated.live.law import run
from tests.generated.live.sample import Call, calls

pytestmark = pytest.mark.emitted

SYSTEMS = Path(__file__).parents[2] / "systems"
# One in which rows go by two names, and one with roles, guards and documents.
NUMBERS = (1, 3)


def refused(results: tuple[Call, ...]) -> list[Call]:
    assert results
    return [call for call in results if call.refused is not None and not call.is_undecided]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_operation_of_a_drawn_system_succeeds(number: int, tmp_path: Path) -> None:
    assert refused(run(number, tmp_path)) == []


@pytest.mark.parametrize("name", ["every_step/spec.yaml", "small/one_row_twice.yaml"])
def test_every_operation_of_a_written_system_succeeds(name: str, tmp_path: Path) -> None:
    system = load(SYSTEMS / name).value
    assert system is not None
    assert refused(calls(system, tmp_path / "system")) == []
