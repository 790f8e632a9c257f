"""The row that determines the order of events."""

import pytest

from msc.lower.program import lower
from msc.pipeline.front import front

SPEC = """
language: 1
system: {{name: purses, description: Purses.}}
entities:
  purse: {{description: A purse., fields: {{balance: {{type: money}}}}}}
operations:
  move:
    actor: public
    description: Move from one to another.
    input: {{source: {{type: purse, optional: true}}, goal: purse}}
    steps:
      - publish: purse.moved
        values: {{source: input.source, goal: input.goal}}
events:
  purse.moved:
    description: A purse is moved.
    payload: {{source: {source}, goal: {goal}}}
    audience: external
endpoints:
  POST /purses/{{goal}}/move: move
"""
OPTIONAL = "{type: purse, optional: true}"


@pytest.mark.parametrize(
    ("goal", "aggregate"),
    [("purse", '"purse", goal.id'), (OPTIONAL, '"move", "move"')],
    ids=["first row that is always there", "operation"],
)
def test_aggregate_is_never_missing(goal: str, aggregate: str) -> None:
    text = SPEC.format(source=OPTIONAL, goal=goal)
    checked = front([("spec.yaml", text.encode())]).checked
    assert checked.value is not None, checked.diagnostics
    program = lower(checked.value).value
    assert program is not None
    (line,) = (
        line.strip() for line in program.use_cases["move"].statements if "unit.publish(" in line
    )
    assert line.endswith(f"), {aggregate})")
