"""One mistake is told once: whatever line is lost, a few diagnostics say so."""

from pathlib import Path

import pytest

from msc.core.diagnostics import Severity
from msc.pipeline.front import front

POCKET = Path(__file__).parents[2] / "specs" / "examples" / "pocket" / "spec.yaml"
LINES = POCKET.read_text("utf-8").splitlines(keepends=True)
PARTS = 4
# A key in a wrong place, and two names that are missing for it.
MOST = 3


def messages_without(number: int) -> list[str]:
    """What is said of the spec without one of its lines."""
    rest = "".join([*LINES[:number], *LINES[number + 1 :]])
    diagnostics = front([("spec.yaml", rest.encode())]).checked.diagnostics
    return [
        diagnostic.message
        for diagnostic in diagnostics
        if diagnostic.code.severity is Severity.ERROR
    ]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_lost_line_is_told_in_a_few_words(part: int) -> None:
    messages = {number + 1: messages_without(number) for number in range(part, len(LINES), PARTS)}
    assert {number: lines for number, lines in messages.items() if len(lines) > MOST} == {}
