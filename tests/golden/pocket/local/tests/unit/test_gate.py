"""The gate fails when a test fails, and when too little of a part was run by its tests."""

import os
import sys
from pathlib import Path

import pytest

from local import gate
from local.gate import Part
from local.run_folder import RunFolder

CODE = """
def sign(number: int) -> str:
    if number < 0:
        return "negative"
    return "positive"
"""
ONE = "from src.code import sign\n\ndef test_sign():\n    assert sign(1) == 'positive'\n"
BOTH = ONE + "    assert sign(-1) == 'negative'\n"
FAILING = ONE + "    assert sign(0) == 'zero'\n"


def part_with(folder: Path, tests: str) -> Part:
    for name in ("src", "tests"):
        (folder / name).mkdir()
    (folder / "src/code.py").write_text(CODE)
    (folder / "tests/test_code.py").write_text(tests)
    return Part("part", folder, Path(sys.executable))


@pytest.mark.parametrize(
    ("tests", "passes", "covered"),
    [(BOTH, True, True), (ONE, True, False), (FAILING, False, False)],
    ids=["all branches", "one branch", "a failing test"],
)
def test_gate_wants_passing_tests_that_run_the_branches(
    tmp_path: Path, tests: str, passes: bool, covered: bool
) -> None:
    run = RunFolder.create(tmp_path / "run")
    (tmp_path / "part").mkdir()
    part = part_with(tmp_path / "part", tests)
    assert gate._passes(part, os.environ, run) is passes
    assert gate._is_covered(part, gate._data(part, run)) is covered


def test_part_without_measurements_is_not_covered(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    part = Part("part", tmp_path, Path(sys.executable))
    assert not gate._is_covered(part, gate._data(part, run))
