"""Every kind of trigger has its row, and no row is without its kind."""

from pkgutil import iter_modules
from typing import get_args, get_type_hints

import pytest

from msc.analyze import triggers
from msc.analyze.triggers.row import TriggerRow
from msc.ir.triggers import Trigger, Triggers

# What several rows have in common.
COMMON = {"row"}


@pytest.mark.parametrize("kind", triggers.KINDS)
def test_every_kind_has_a_row_of_its_own(kind: str) -> None:
    row = triggers.row(kind)
    assert isinstance(row, TriggerRow)
    assert type(row).__module__ == f"msc.analyze.triggers.{kind}"


def test_no_row_is_left_over() -> None:
    modules = {module.name for module in iter_modules(triggers.__path__)}
    assert modules - COMMON == set(triggers.KINDS)


def test_a_system_has_every_kind_and_the_row_agrees_who_waits() -> None:
    hints = get_type_hints(Triggers)
    kinds = {name: get_args(hints[name])[0] for name in triggers.KINDS}
    assert set(kinds.values()) == set(get_args(Trigger.__value__))
    for name, kind in kinds.items():
        assert triggers.row(name).is_of_people is kind.is_of_people
