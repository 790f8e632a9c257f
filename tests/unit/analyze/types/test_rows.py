"""Every type of field has its row, and no row is without its type."""

from pkgutil import iter_modules

import pytest

from msc.analyze import types
from msc.analyze.types.keys import LIMITS
from msc.analyze.types.row import TypeRow

# What several rows have in common.
COMMON = {"exact", "keys", "lengths", "listed", "row"}


@pytest.mark.parametrize("word", types.KINDS)
def test_every_type_has_a_row_of_its_own(word: str) -> None:
    row = types.row(word)
    assert isinstance(row, TypeRow)
    assert type(row).__module__ == f"msc.analyze.types.{word}"
    assert set(row.keys) <= set(LIMITS)


def test_no_row_is_left_over() -> None:
    assert {module.name for module in iter_modules(types.__path__)} - COMMON == set(types.KINDS)


@pytest.mark.parametrize("word", types.BUILT_IN)
def test_the_reference_says_what_a_word_means(word: str) -> None:
    assert types.row(word).meaning
