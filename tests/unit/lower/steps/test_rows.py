"""Every kind of step has its row, and no row is without its step."""

from pkgutil import iter_modules
from typing import get_args

import pytest

from msc.ir.steps import BaseStep, Step, verb_of
from msc.lower import steps
from msc.lower.steps.row import StepRow

KINDS = get_args(Step.__value__)
# What several rows have in common.
COMMON = {"changes", "payload", "row"}


@pytest.mark.parametrize("kind", KINDS, ids=verb_of)
def test_every_step_has_a_row_of_its_own(kind: type[BaseStep]) -> None:
    row = steps.row(kind)
    assert isinstance(row, StepRow)
    assert type(row).__module__ == f"msc.lower.steps.{verb_of(kind)}"


def test_no_row_is_left_over() -> None:
    assert {module.name for module in iter_modules(steps.__path__)} - COMMON == set(
        map(verb_of, KINDS)
    )
