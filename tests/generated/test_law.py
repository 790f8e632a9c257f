"""Drawn specs are accepted, and their systems pass the gates that they are emitted with."""

from pathlib import Path

import pytest

from tests.generated.drawing import spec_of
from tests.generated.exercise import exercised, gaps
from tests.generated.law import run

# The numbers that every run of the tests draws; `make soak` draws many more.
STATIC = range(600, 616)


def test_a_number_stands_for_one_spec() -> None:
    assert spec_of(7) == spec_of(7)
    assert spec_of(7) != spec_of(8)


def test_drawn_specs_are_accepted_and_build_clean_code(tmp_path: Path) -> None:
    found = run(STATIC, tmp_path, whole=False)
    assert found.refused == {}
    assert found.broken == {}


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
