"""Rows that an operation writes more than once."""

from pathlib import Path

import pytest

from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[2] / "systems" / "ordinary" / "spec.yaml"


@pytest.fixture(scope="module")
def system() -> System:
    outcome = load(SPEC)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def written(system: System, operation: str) -> list[str]:
    """How the rows of the operation are written, in the order of the statements."""
    use_case = lower(system).value
    assert use_case is not None
    calls = (line.strip() for line in use_case.use_cases[operation].statements)
    methods = ("create", "update", "amend", "delete")
    return [
        f"{line[5:].partition('(')[0]} {line.partition(', ')[2].partition('.')[0]}"
        for line in calls
        if line.startswith(tuple(f"unit.{method}(" for method in methods))
    ]


@pytest.mark.parametrize(
    ("operation", "writes"),
    [
        ("pack_and_send", ["create packed", "amend packed"]),
        ("send", ["update parcel", "amend gone"]),
        ("drop", ["update parcel", "delete dropped"]),
        ("send_all", ["update other", "amend gone", "amend parcel"]),
    ],
)
def test_later_change_of_a_row_is_part_of_its_write(
    system: System, operation: str, writes: list[str]
) -> None:
    assert written(system, operation) == writes
