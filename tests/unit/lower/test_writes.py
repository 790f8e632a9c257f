"""Rows that an operation writes more than once."""

from pathlib import Path

import pytest

from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.front import front
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
        ("send_all", ["amend other", "amend gone", "amend parcel"]),
    ],
)
def test_later_change_of_a_row_is_part_of_its_write(
    system: System, operation: str, writes: list[str]
) -> None:
    assert written(system, operation) == writes


MOVE = """
  move:
    actor: public
    description: Move from one to another, which may be the same.
    input: {source: purse, goal: purse, sum: purse.balance}
    steps:
      - update: input.source
        set: {balance: input.source.balance - input.sum}
      - update: input.goal
        set: {balance: input.goal.balance + input.sum}
"""


def statements(steps: str) -> list[str]:
    """The use case of an operation on purses."""
    text = f"""
language: 1
system: {{name: purses, description: Purses.}}
entities:
  purse: {{description: A purse., fields: {{balance: {{type: money}}}}}}
operations:{steps}endpoints:
  POST /purses/{{source}}/move: move
"""
    checked = front([("spec.yaml", text.encode())]).checked
    assert checked.value is not None, checked.diagnostics
    program = lower(checked.value).value
    assert program is not None
    return [line.strip() for line in program.use_cases["move"].statements]


def test_row_of_two_names_is_read_as_it_was_written() -> None:
    lines = statements(MOVE)
    refresh = lines.index('goal = unit.current("purse", goal)')
    assert lines[refresh - 1].startswith('unit.update("purse", source.id')
    assert lines[refresh + 1] == 'goal_changes = {"balance": goal.balance + inputs.sum}'
    assert lines[refresh + 2].startswith('unit.amend("purse", goal.id')


def test_row_of_one_name_is_not_read_again() -> None:
    once = MOVE.replace("update: input.goal", "create: purse").replace(
        "input.goal.", "input.source."
    )
    assert not any("unit.current" in line for line in statements(once))
