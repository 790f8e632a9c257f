"""Drawn specs are accepted, and their systems pass the gates that they are emitted with."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.emitted.conftest import BUILDS
from tests.generated.drawing import spec_of
from tests.generated.exercise import exercised, gaps
from tests.generated.gates import Workshop
from tests.generated.kinds import Spec
from tests.generated.law import judged, refusals, run
from tests.generated.system import systems
from tests.generated.writing import written

ROOT = Path(__file__).resolve().parents[2]
# The numbers that every run of the tests draws; `make soak` draws many more.
STATIC = range(600, 616)
# Those of which every run of the tests does everything.
WHOLE = range(701, 711)


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    """What tools know of one system helps with the next, and with those of the next run."""
    workshop_ = Workshop(BUILDS / "law")
    yield workshop_
    workshop_.environment.close()


def test_a_number_stands_for_one_spec() -> None:
    assert spec_of(7) != spec_of(8)
    # In another process, with other modules, and another order of hashes.
    print_it = "from tests.generated.drawing import spec_of; print(spec_of(7))"
    done = subprocess.run(
        [sys.executable, "-c", print_it], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(spec_of(7))


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(systems())
def test_what_is_drawn_is_accepted(spec: Spec) -> None:
    assert refusals(written(spec)) == []


@pytest.mark.slow
def test_drawn_specs_are_accepted_and_build_clean_code(tmp_path: Path) -> None:
    report = run(STATIC, Workshop(tmp_path), whole=False)
    assert report.refused == {}
    assert report.broken == {}


@pytest.mark.slow
def test_the_longest_names_leave_clean_code(tmp_path: Path) -> None:
    spec = Path(__file__).parents[1] / "systems" / "small" / "longest_names.yaml"
    assert judged(spec.read_bytes(), Workshop(tmp_path), whole=False) == []


def test_what_a_spec_uses_is_counted_by_its_place() -> None:
    spec = {"entities": {"book": {"fields": {"title": {"type": "string", "unique": True}}}}}
    used = exercised(spec)
    assert used["entities.*.fields.*.unique"] == 1
    assert used["type: string"] == 1
    assert "entities.*.fields.*.unique" not in gaps(used)
    assert "jobs.*.schedule" in gaps(used)


@pytest.mark.parametrize(
    "place", ["operations.*.steps.[].to", "entities.*.states", "jobs.*.once_per"]
)
def test_drawn_specs_reach_into_the_language(place: str) -> None:
    assert any(exercised(spec_of(number))[place] for number in range(600, 660))


@pytest.mark.slow
@pytest.mark.parametrize("number", WHOLE)
def test_drawn_specs_pass_every_gate(number: int, workshop: Workshop) -> None:
    report = run([number], workshop, whole=True)
    assert report.refused == {}
    assert report.broken == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "drawn/spec.yaml",
        "small/behind_loops.yaml",
        "small/one_row_at_two_places.yaml",
        "small/unlike_others.yaml",
        "small/who_sees_what.yaml",
    ],
)
def test_what_specs_once_broke_stays_whole(path: str, workshop: Workshop) -> None:
    spec = Path(__file__).parents[1] / "systems" / path
    assert judged(spec.read_bytes(), workshop, whole=True) == []
