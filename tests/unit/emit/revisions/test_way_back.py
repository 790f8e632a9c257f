"""What a revision says of its way back: which values it cannot bring back."""

import pytest

from msc.emit.revisions.matching import SchemaChange, TablePair
from msc.emit.revisions.operations import operations
from msc.emit.revisions.revision import revision_view
from msc.lower.shapes.tables import Column
from tests.unit.emit.revisions.test_operations import table

LOSSY = [
    ("Numeric(18, 4)", "Numeric(18, 2)"), ("Numeric(18, 2)", "BigInteger()"),
    ("DateTime(timezone=True)", "Date()"), ("Text()", "Numeric(18, 2)"),
]  # fmt: skip
LOSSLESS = [
    ("Numeric(18, 2)", "Numeric(18, 4)"), ("BigInteger()", "Numeric(18, 2)"),
    ("Date()", "DateTime(timezone=True)"), ("Numeric(18, 2)", "Text()"), ("Text()", "Text()"),
]  # fmt: skip


def size(type_: str, *, optional: bool = False) -> Column:
    return Column("size", "size", type_, optional, None)


def way_back(change: SchemaChange) -> str:
    return revision_view(("a",), change, operations(change), (), "").downgrade_docstring


def altered(old: Column, new: Column) -> SchemaChange:
    """A column that becomes another one, in a table that also bears another name."""
    pair = TablePair(table("boxes", old), table("crates", new), ((old, new),))
    return SchemaChange((), (), (pair,), "UTC")


@pytest.mark.parametrize(("old", "new"), LOSSY)
def test_values_that_were_cut_are_named(old: str, new: str) -> None:
    assert "but not what was stored in boxes.size." in way_back(altered(size(old), size(new)))


@pytest.mark.parametrize(("old", "new"), LOSSLESS)
def test_values_that_were_only_written_differently_come_back(old: str, new: str) -> None:
    change = altered(size(old), size(new, optional=True))
    assert "Brings the former tables back." in way_back(change)


def test_dropped_tables_and_columns_are_named() -> None:
    pair = TablePair(table("boxes", size("Text()")), table("boxes"), ())
    change = SchemaChange((table("lids"),), (), (pair,), "UTC")
    assert "but not what was stored in lids, boxes.size." in way_back(change)
