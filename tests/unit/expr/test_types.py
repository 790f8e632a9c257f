"""The words for types in messages about expressions."""

from msc.analyze.types import BUILT_IN
from msc.expr.scope import WORDS, describe
from msc.expr.types import WORDS as WORDS_OF_CEL
from msc.expr.types import with_article
from msc.ir.expressions import EnumValue, ListValue, RowValue, ScalarKind, ScalarValue

WITHOUT_A_FIELD = {"duration", "null"}


def test_a_type_is_called_as_in_a_spec() -> None:
    assert set(WORDS) == set(ScalarKind)
    words = {word.removeprefix("an ").removeprefix("a ") for word in WORDS.values()}
    assert words <= {*BUILT_IN, *WITHOUT_A_FIELD}


def test_the_types_of_cel_have_the_same_words() -> None:
    outside = {"bytes", "unsigned integer"}
    words = {part for word in WORDS_OF_CEL.values() for part in word.split(" or ")} - outside
    assert words <= {*BUILT_IN, *WITHOUT_A_FIELD}
    assert {with_article(word) for word in words} <= set(WORDS.values())


def test_a_type_reads_as_part_of_a_sentence() -> None:
    assert describe(ScalarValue(ScalarKind.INT, optional=True)) == "an integer or null"
    assert describe(EnumValue("mood", ("new",))) == "a `mood`"
    assert describe(RowValue("team", optional=True)) == "a row of `team` or null"
    assert describe(ListValue(RowValue("team"), stored=True)) == "a list of rows of `team`"
