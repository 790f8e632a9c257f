"""The law of merges: a database of either branch comes to the same schema, with its rows.

`make soak` runs many pairs; SEED and COUNT choose them.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.emitted.history.conftest import Database, Walker
from tests.emitted.history.merges import check_databases
from tests.merges.branches import check, forget, merged

pytestmark = [pytest.mark.servers, pytest.mark.soak]

SEED = os.environ.get("SEED", "1")
COUNT = int(os.environ.get("COUNT", "3"))


def test_databases_of_either_branch_come_to_the_same_schema(
    tmp_path: Path, database: Database, walker: Walker, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds: Counter[str] = Counter()
    number = 0
    while kinds.total() < COUNT:
        pair = merged(tmp_path / str(number), Random(f"{SEED}/{number}"))
        number += 1
        # What is left to decide in the spec is no merge that a build could make.
        if pair is None:
            continue
        check(pair)
        rows = "rows" if check_databases(pair, database, walker) else "no rows"
        way = "in each other's way" if pair.joins else "independent"
        kinds[f"{way}, {rows}"] += 1
        forget(pair)
    with capsys.disabled():
        print(
            f"\nmerges: SEED={SEED} COUNT={COUNT}: {dict(kinds)}, {number - COUNT} left to the spec"
        )
