"""Every type of field has its row, and no row is without its type."""

from pkgutil import iter_modules
from typing import get_args

import pytest

from msc.ir.fields import FieldType, word_of
from msc.lower import types
from msc.lower.types.row import TypeRow

KINDS = get_args(FieldType.__value__)
# What several rows have in common.
COMMON = {"exact", "identifier", "line", "listed", "ranges", "row", "texts"}


@pytest.mark.parametrize("kind", KINDS, ids=word_of)
def test_every_type_has_a_row_of_its_own(kind: type[FieldType]) -> None:
    row = types._row(kind)
    assert isinstance(row, TypeRow)
    assert type(row).__module__ == f"msc.lower.types.{word_of(kind)}"


def test_no_row_is_left_over() -> None:
    modules = {module.name for module in iter_modules(types.__path__)}
    assert modules - COMMON == {word_of(kind) for kind in KINDS}
