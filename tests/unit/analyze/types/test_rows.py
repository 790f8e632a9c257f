"""Every type of field has its row, and no row is without its type."""

import ast
import re
from pathlib import Path
from pkgutil import iter_modules

import pytest

from msc.analyze import types
from msc.analyze.types.keys import LIMITS
from msc.analyze.types.lengths import NO_PART_OF_A_LINE
from msc.analyze.types.row import TypeRow

ROOT = Path(__file__).resolve().parents[4]
INPUTS = ROOT / "blueprints/shared/template/shared/src/shared/inputs.py"
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


def test_a_default_is_a_line_to_the_emitted_code_too() -> None:
    written = re.search(r"NO_PART_OF_A_LINE = re\.compile\(\s*(\".*\")", INPUTS.read_text("utf-8"))
    assert written is not None
    assert ast.literal_eval(written[1]) == NO_PART_OF_A_LINE.pattern
