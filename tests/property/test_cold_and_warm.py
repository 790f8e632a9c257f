"""The law of the cache: with it or without it, the same edits leave the same bytes."""

import shutil
from pathlib import Path
from random import Random

import pytest

from msc.pipeline.building import build
from msc.pipeline.cache import Cache
from tests.merges import specs

EDITS = 4


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 3))]
)
def test_builds_with_and_without_a_cache_are_the_same(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    model = specs.base(random)
    spec, cold, warm = tmp_path / "spec.yaml", tmp_path / "cold", tmp_path / "warm"
    cache = Cache(tmp_path / "caches" / "spec")
    for _ in range(EDITS):
        spec.write_text(specs.text(model), "utf-8")
        first, second = build(spec, cold), build(spec, warm, cache=cache)
        assert second.diagnostics == first.diagnostics
        assert files(warm) == files(cold)
        if random.random() < 0.5:
            # A folder that is gone is made anew, from whatever is known of it.
            shutil.rmtree(cold)
            shutil.rmtree(warm)
        model = specs.applied(model, specs.edits(random, model))
