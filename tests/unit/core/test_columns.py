"""How wide texts are, as the linter of emitted code counts."""

import pytest

from msc.core.columns import columns


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("plain", 5), ("Größe", 5), ("最初", 4), ("\U0001f600", 2), ("e\u0301", 1)],
)
def test_a_text_takes_so_many_columns(text: str, width: int) -> None:
    assert columns(text) == width
