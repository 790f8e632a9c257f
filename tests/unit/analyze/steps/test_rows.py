"""Every verb has its row, and no row is without its verb."""

from pkgutil import iter_modules
from typing import get_args

import pytest

from msc.analyze import steps
from msc.analyze.steps.row import StepRow
from msc.ir.steps import Step, verb_of
from msc.model.base import SpecModel
from msc.model.steps import STEPS, StepSpec

# What several rows have in common.
COMMON = {"payload", "row", "turns", "walk"}
# A rule is required at the operation, wherever its step stands.
NO_STEP = {"require"}


@pytest.mark.parametrize(("verb", "kind"), STEPS.items(), ids=str)
def test_every_verb_has_a_row_of_its_own(verb: str, kind: type[SpecModel]) -> None:
    row = steps.row(kind)
    assert isinstance(row, StepRow)
    assert type(row).__module__ == f"msc.analyze.steps.{verb}"


def test_no_row_is_left_over() -> None:
    assert {module.name for module in iter_modules(steps.__path__)} - COMMON == set(STEPS)


def test_every_verb_can_be_written_and_is_a_step() -> None:
    union = get_args(StepSpec)[0]
    tagged = {get_args(arg)[1].tag: get_args(arg)[0] for arg in get_args(union)}
    assert tagged == STEPS
    assert {verb_of(kind) for kind in get_args(Step.__value__)} == set(STEPS) - NO_STEP
