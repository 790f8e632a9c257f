"""Runs every case folder through the command line, in a copy of the folder."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.core import catalogue

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "specs" / "examples"
CASES = sorted(path.parent for path in HERE.glob("*/*/case.toml"))
# Limits of size and the codes of a destination need more than a folder of input files; the others
# are young. The list may only become shorter.
WITHOUT_CASE = {
    "MSC102",
    "MSC116",
    "MSC205",
    "MSC206",
    "MSC207",
    "MSC306",
    "MSC307",
    "MSC408",
    "MSC409",
    "MSC410",
    "MSC506",
    "MSC510",
    "MSC701",
    "MSC702",
    "MSC801",
    "MSC802",
    "MSC803",
    "MSC804",
    "MSC805",
    "MSC806",
    "MSC807",
    "MSC808",
}  # fmt: skip
OWN_FILES = ("case.toml", "stdout.txt")


def prepare(case: Path, settings: dict[str, Any], folder: Path) -> None:
    """The case's input files in `folder`, over the example that it starts from."""
    if base := settings.get("base"):
        shutil.copytree(EXAMPLES / base, folder, dirs_exist_ok=True)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OWN_FILES))
    for change in settings.get("replace", ()):
        path = folder / change["file"]
        text = path.read_text("utf-8")
        assert text.count(change["old"]) == 1, f"{change['old']!r} must occur once in {path.name}"
        path.write_text(text.replace(change["old"], change["new"]), "utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, regen: bool) -> None:
    settings = tomllib.loads((case / "case.toml").read_text("utf-8"))
    prepare(case, settings, tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, settings["args"], env={"NO_COLOR": "1"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert str(tmp_path) not in result.output
    expected = case / "stdout.txt"
    if regen:
        expected.write_text(result.output, "utf-8")
    assert result.output == expected.read_text("utf-8")
    assert result.exit_code == settings["exit"]


def test_every_code_of_a_spec_has_a_case() -> None:
    shown = "\n".join(
        (case / "stdout.txt").read_text("utf-8") for case in CASES if (case / "stdout.txt").exists()
    )
    assert {code.id for code in catalogue.ALL if code.id not in shown} == WITHOUT_CASE


def test_there_are_at_least_sixty_cases() -> None:
    assert len(CASES) >= 60
