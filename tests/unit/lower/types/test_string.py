"""Texts for tests that a field refuses, each for one reason."""

from hypothesis import given
from hypothesis import strategies as st

from msc.ir.fields import StringType
from msc.lower.types import row


@given(st.integers(0, 60), st.integers(0, 60))
def test_two_lines_are_refused_for_the_second_line(shortest: int, more: int) -> None:
    type_ = StringType(max_length=max(shortest + more, 1), min_length=shortest)
    texts = [case.text for case in row(type_).malformed(type_) if case.about == "two lines"]
    assert len(texts) == (type_.max_length >= 2)
    for text in texts:
        value = eval(text)
        assert "\n" in value
        assert type_.min_length <= len(value) <= type_.max_length
