"""A run is the same whatever number of processes shares it, and what was green is for all."""

from collections import Counter
from pathlib import Path

import pytest

from tests.generated.law import Run
from tests.generated.report import page
from tests.generated.shares import GREEN, Judged, keep_green, known_green, merged, run_in_processes

NUMBERS = range(600, 603)


def test_what_was_green_in_any_workshop_is_kept_for_all(tmp_path: Path) -> None:
    for name, digests in {".": "b\n", "1": "a\nb\n", "2": "c\n"}.items():
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / GREEN).write_text(digests, "utf-8")
    keep_green(tmp_path)
    assert (tmp_path / GREEN).read_text("utf-8") == "a\nb\nc\n"
    assert known_green(tmp_path) == {"a", "b", "c"}


def test_what_came_of_the_numbers_is_one_run() -> None:
    runs = [
        Run([1], uses=Counter({"jobs": 2})),
        Run(refused={2: ["no such key"]}),
        Run([3], broken={3: ["mypy"]}, uses=Counter({"jobs": 1, "audit": 1})),
    ]
    counts = Counter({"jobs": 3, "audit": 1})
    assert merged(runs) == Run([1, 3], {2: ["no such key"]}, {3: ["mypy"]}, counts)


def test_a_line_is_about_one_number() -> None:
    assert Judged(2, Run(refused={2: ["no such key"]})).failures == ["no such key"]
    assert Judged(3, Run([3], broken={3: ["mypy"]})).failures == ["mypy"]
    assert Judged(1, Run([1])).failures == []


@pytest.mark.slow
def test_the_page_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    pages, reported = [], []
    for jobs in (1, 2):
        done = run_in_processes(
            NUMBERS,
            tmp_path / str(jobs),
            jobs=jobs,
            whole=False,
            report=lambda verdict: reported.append(verdict.number),
        )
        pages.append(page(done, 600, len(NUMBERS), whole=False))
    assert pages[0] == pages[1]
    assert f"| accepted by `check` | {len(NUMBERS)} |" in pages[0]
    assert sorted(reported) == sorted([*NUMBERS, *NUMBERS])
