"""The table of stages names functions and types that there are."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
ROW = re.compile(r"^\| `(\w+\.\w+)\.(\w+)` \|([^|]*)\|([^|]*)\|", re.MULTILINE)
ROWS = ROW.findall(PAGE.read_text("utf-8"))
TYPE = re.compile(r"`([A-Z]\w+)`")


def test_the_table_is_read() -> None:
    assert len(ROWS) >= 9


@pytest.mark.parametrize(("module", "stage", "takes", "gives"), ROWS)
def test_a_stage_takes_and_gives_what_the_page_says(
    module: str, stage: str, takes: str, gives: str
) -> None:
    package = importlib.import_module(f"msc.{module}")
    signature = inspect.signature(getattr(package, stage))
    parameters = " ".join(str(parameter.annotation) for parameter in signature.parameters.values())
    assert {name for name in TYPE.findall(takes) if name not in parameters} == set()
    # Of several types, the first is what the function gives; the others are parts of it.
    first = TYPE.findall(gives)[:1]
    assert all(name in str(signature.return_annotation) for name in first)
