"""Runs every case folder through the command line, in a copy of the folder."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.core import catalogue
from msc.pipeline import front
from tests.fronts import Remembering

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "specs" / "examples"
CASES = sorted(path.parent for path in HERE.glob("*/*/case.toml"))
OWN_FILES = ("case.toml", "stdout.txt")


def prepare(case: Path, settings: dict[str, Any], folder: Path) -> None:
    """The case's input files in `folder`, over the example that it starts from."""
    if base := settings.get("base"):
        shutil.copytree(EXAMPLES / base, folder, dirs_exist_ok=True)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OWN_FILES))


def change(path: Path, how: dict[str, Any]) -> None:
    """What happens to one file before a command runs."""
    match how:
        case {"old": old, "new": new}:
            text = path.read_text("utf-8")
            assert text.count(old) == 1, f"{old!r} must occur once in {path.name}"
            path.write_text(text.replace(old, new), "utf-8")
        case {"text": text, **rest}:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text * rest.get("times", 1), "utf-8")
        case {"append": text}:
            path.write_text(path.read_text("utf-8") + text, "utf-8")
        case {"remove": True}:
            path.unlink()
        case {"link": target}:
            path.symlink_to(target)
        case _:
            raise AssertionError(f"no such change: {how}")


def outputs(runs: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    """The output of each command, which must end with the exit code that is expected of it."""
    for run in runs:
        if "git" in run:
            subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
            subprocess.run(["git", *run["git"]], cwd=folder, check=True, capture_output=True)
        for edit in run.get("change", ()):
            change(folder / edit["file"], edit)
        result = CliRunner().invoke(main, run["args"], env={"NO_COLOR": "1"})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert str(folder) not in result.output
        assert result.exit_code == run["exit"], result.output
        heading = f"$ msc {shlex.join(run['args'])}\n" if len(runs) > 1 else ""
        yield heading + steady(result.output)


def steady(output: str) -> str:
    """Without the size of the emitted system and the lines of its files, which come and go."""
    output = re.sub(r"\d{3,}(?= (created|unchanged|files))", "…", output)
    return re.sub(r"^@@ .* @@$", "@@ … @@", output, flags=re.MULTILINE)


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most expressions of the cases are those of the examples that they start from."""
    monkeypatch.setattr(front, "KnownExpressions", Remembering)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, regen: bool) -> None:
    settings = tomllib.loads((case / "case.toml").read_text("utf-8"))
    prepare(case, settings, tmp_path)
    monkeypatch.chdir(tmp_path)
    output = "\n".join(outputs(settings.get("run", [settings]), tmp_path))
    expected = case / "stdout.txt"
    if regen:
        expected.write_text(output, "utf-8")
    assert output == expected.read_text("utf-8")


def test_every_code_has_a_case() -> None:
    shown = "\n".join(
        (case / "stdout.txt").read_text("utf-8") for case in CASES if (case / "stdout.txt").exists()
    )
    assert [code.id for code in catalogue.ALL if code.id not in shown] == []


def test_there_are_at_least_sixty_cases() -> None:
    assert len(CASES) >= 60
