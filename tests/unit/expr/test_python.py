"""What may be null is read only where a condition says that it is not."""

import pytest

from msc.expr.check import check
from msc.expr.python import compile_python
from msc.expr.scope import Entities, Scope
from msc.expr.target import Unsupported
from msc.ir.expressions import Expression, RecordValue, RowValue, ScalarKind, ScalarValue

STRING = ScalarValue(ScalarKind.STRING)
ENTITIES = Entities((
    ("book", (("title", STRING), ("pages", ScalarValue(ScalarKind.INT)),
              ("price", ScalarValue(ScalarKind.DECIMAL)),
              ("note", ScalarValue(ScalarKind.STRING, optional=True)),
              ("lent", ScalarValue(ScalarKind.BOOL, optional=True)),
              ("donor", RowValue("person", optional=True)))),
    ("person", (("name", STRING), ("adviser", RowValue("person")))),
))  # fmt: skip
SCOPE = Scope(ENTITIES, (("input", RecordValue((("book", RowValue("book")),))),))
NAMES = {
    "input.book": "book", "input.book.donor": "donor", "input.book.donor.adviser": "adviser",
}  # fmt: skip


def python(text: str) -> str:
    """The Python of an expression over a book."""
    checked = check(text, SCOPE)
    assert isinstance(checked, Expression), checked
    return compile_python(checked.root, NAMES).text


REFUSED = [
    "input.book.donor.name == 'A'",
    "input.book.donor.adviser.name == 'A'",
    "input.book.donor != null || input.book.donor.name == 'A'",
    "input.book.donor == null && input.book.donor.name == 'A'",
    "input.book.donor != null && input.book.donor.adviser.name == 'A'",
]


@pytest.mark.parametrize("text", REFUSED)
def test_unproven_reading_is_refused(text: str) -> None:
    with pytest.raises(Unsupported, match="may be null"):
        python(text)


PROVEN = {
    "input.book.note != null && input.book.note.size() > 3":
        "book.note is not None and len(book.note) > 3",
    "input.book.donor == null || input.book.donor.name == 'A'":
        "donor is None or donor.name == 'A'",
    "input.book.donor != null ? input.book.donor.name : 'nobody'":
        "donor.name if donor is not None else 'nobody'",
    "!(input.book.donor == null) && input.book.donor.name == 'A'":
        "donor is not None and donor.name == 'A'",
    "input.book.title == 'A' || input.book.title == 'B' && input.book.note > 'C'":
        "book.title == 'A' or (book.title == 'B' and book.note is not None and book.note > 'C')",
}  # fmt: skip


@pytest.mark.parametrize("text", PROVEN)
def test_condition_proves_what_follows(text: str) -> None:
    assert python(text) == PROVEN[text]


WORDED = {
    "'A' < input.book.title": "book.title > 'A'",
    "3 == input.book.pages": "book.pages == 3",
    "-3 <= input.book.pages": "book.pages >= -3",
    "'A' == 'B'": "'A' == 'B'",
    "input.book.lent == (input.book.pages > 3 ? false : false)": "book.lent is False",
    "(input.book.pages > 3 ? true : true) != input.book.lent": "book.lent is not True",
    "2.0 < input.book.price": 'Decimal("2") < book.price',
    "!(input.book.title == 'A')": "book.title != 'A'",
    "!(input.book.title != 'A')": "book.title == 'A'",
    "!(input.book.title in ['A', 'B'])": "book.title not in ('A', 'B')",
    "!(!(input.book.title < 'A'))": "(book.title < 'A')",
    "!(input.book.title < 'A')": "not book.title < 'A'",
    "(input.book.title < 'A' ? 'x' : 'x') == input.book.title": "book.title == 'x'",
}


@pytest.mark.parametrize("text", WORDED)
def test_the_python_is_as_a_linter_wants_it(text: str) -> None:
    assert python(text) == WORDED[text]
