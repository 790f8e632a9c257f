"""What steps have done to rows decides what later steps and answers may name."""

import pytest

from tests.generated.touched import Touched


@pytest.mark.parametrize(
    ("row", "is_behind"),
    [
        ("actor", False),
        ("input.booking", False),
        ("moved", False),
        ("input.booking.guest", True),
        ("moved.guest", True),
        ("renamed", True),
        ("renamed_again", True),
    ],
)
def test_a_change_of_a_row_behind_a_reference_leaves_it_there(row: str, *, is_behind: bool) -> None:
    roots = {"moved": "input.booking", "renamed": "moved.guest", "renamed_again": "renamed"}
    assert Touched(roots=roots).is_behind(row) is is_behind
