"""Drawn loops over rows that other steps change read through nothing that may be missing."""

from tests.generated.kinds import STRING, Entity, Field, Kind, Spec
from tests.generated.selections import prove

BOOK = Entity(
    "book",
    "books",
    fields=[
        Field("title", STRING, {"type": "string"}),
        Field("reader", Kind("row", entity="person"), {"reference": "person", "optional": True}),
        Field("shelf", Kind("row", entity="shelf"), {"reference": "shelf"}),
    ],
)


def proven(rows: str, written: set[str]) -> str:
    """What a loop within a loop becomes."""
    inner: Spec = {"for_each": rows, "as": "book", "steps": [{"delete": "book"}]}
    prove([{"for_each": "shelves", "as": "shelf", "steps": [inner]}], [BOOK], written)
    return str(inner["for_each"])


def test_what_a_condition_reads_through_is_said_to_be_there() -> None:
    rows = "books.filter(q, q.reader.name == 'x' || q.shelf.name == 'y')"
    shown = "books.filter(q, q.reader != null && (q.reader.name == 'x' || q.shelf.name == 'y'))"
    assert proven(rows, {"book"}) == shown
    assert proven(rows, {"shelf"}) == rows


def test_a_condition_that_reads_through_nothing_is_left_alone() -> None:
    for rows in ("books", "books.filter(q, q.reader == q.shelf.keeper)"):
        assert proven(rows, {"book"}) == rows
