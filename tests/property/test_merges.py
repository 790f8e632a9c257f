"""The law of merges, without servers: after git's merge one build makes the tree current."""

from pathlib import Path
from random import Random

import pytest

from tests.merges.branches import check, merged

# What the branches of these do is independent, in each other's way, and in conflict.
PAIRS = ("1/0", *(pytest.param(pair, marks=pytest.mark.slow) for pair in ("1/1", "1/2")))


@pytest.mark.parametrize("seed", PAIRS)
def test_one_build_after_a_merge_makes_the_tree_current(tmp_path: Path, seed: str) -> None:
    pair = merged(tmp_path / "shop", Random(seed))
    assert pair is not None
    check(pair)
