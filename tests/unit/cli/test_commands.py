"""The commands: results on stdout, exit codes, and what each of them imports."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msc.cli import COMMANDS
from msc.core import catalogue
from tests.unit.cli.running import EXAMPLE, msc

HEAVY = (
    "copier", "google", "jinja2", "jsonschema", "pluralizer", "pydantic", "rapidfuzz", "ruamel",
    "yaml",
)  # fmt: skip
LOADED = """
import sys
from click.testing import CliRunner
from msc.cli import main
result = CliRunner().invoke(main, sys.argv[1:])
assert result.exit_code == 0, result.output
names = [name.split(".") for name in sys.modules]
print(" ".join(sorted({parts[0] for parts in names} | {".".join(parts[:2]) for parts in names})))
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    result = msc(name, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"msc {name}" in result.output


@pytest.mark.parametrize("arguments", [["unknown"], ["build", "--nonsense"], ["check", "missing"]])
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert msc(*arguments).exit_code == 2


def test_a_misspelt_command_gets_a_suggestion() -> None:
    assert "did you mean `build`?" in msc("buidl").output


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["explain", "MSC801"], ["schema"]]
)
def test_small_commands_import_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments).isdisjoint(HEAVY)


@pytest.mark.parametrize("option", [[], ["--check"], ["--dry-run"]])
def test_build_without_a_change_imports_nothing_heavy(built: Path, option: list[str]) -> None:
    assert loaded("build", str(EXAMPLE), "--out", str(built), *option).isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["check"], ["diff", str(EXAMPLE), "--spec"]])
def test_a_right_spec_is_read_without_what_renders_or_explains(arguments: list[str]) -> None:
    unneeded = {"copier", "jinja2", "rapidfuzz", "jsonschema", "ruamel"}
    assert loaded(*arguments, str(EXAMPLE)).isdisjoint(unneeded)


def test_a_check_does_not_look_for_plugins_of_pydantic() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "msc", "check", str(EXAMPLE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pydantic.plugin._schema_validator" in imported
    assert "importlib.metadata" not in imported


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--version"], {"msc.pipeline", "msc.report", "msc.syntax", "msc.ir"}),
        (["explain", "MSC801"], {"msc.pipeline", "msc.syntax", "msc.ir"}),
        (["schema"], {"msc.pipeline", "msc.report", "msc.syntax", "msc.ir"}),
        (["check", str(EXAMPLE)], {"msc.emit", "msc.diff"}),
        (["questions", str(EXAMPLE)], {"msc.emit", "msc.diff", "msc.lower"}),
        (["fmt", "--check", str(EXAMPLE)], {"msc.emit", "msc.diff", "msc.analyze", "msc.model"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_the_floors_that_it_uses(arguments: list[str], unneeded: set[str]) -> None:
    assert loaded(*arguments).isdisjoint(unneeded)


def loaded(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("style", ["json", "sarif"])
def test_check_reports_for_programs(style: str, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("a: [\n")
    result = msc("check", str(tmp_path), "--format", style)
    assert result.exit_code == 1
    assert json.loads(result.output)


def test_a_path_is_a_uri_in_sarif(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "a b#%"
    folder.mkdir()
    (folder / "é.yaml").write_text("a: [\n")
    log = json.loads(msc("check", str(tmp_path), "--format", "sarif").output)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b%23%25/%C3%A9.yaml"


@pytest.mark.parametrize(
    ("terminal", "refused", "coloured"),
    [(True, "", True), (True, "1", False), (False, "", False)],
    ids=["terminal", "terminal with NO_COLOR", "pipe"],
)
def test_colour_is_for_terminals_only(
    terminal: bool, refused: str, coloured: bool, tmp_path: Path
) -> None:
    (tmp_path / "spec.yaml").write_text("a: [\n")
    command = [sys.executable, "-m", "msc", "check", str(tmp_path)]
    reading, writing = pty.openpty() if terminal else os.pipe()
    environment = os.environ | {"NO_COLOR": refused}
    subprocess.run(command, stdout=writing, env=environment, check=False)
    shown = os.read(reading, 10_000)
    os.close(writing)
    os.close(reading)
    assert b"MSC103" in shown
    assert (b"\033[1;31m" in shown) == coloured


@pytest.mark.parametrize("code", catalogue.ALL, ids=lambda code: code.id)
def test_every_code_is_explained_by_id_and_name(code: catalogue.Code) -> None:
    by_id = msc("explain", code.id.lower())
    assert by_id.exit_code == 0
    assert by_id.output == msc("explain", code.name).output
    assert code.explanation.split()[0] in by_id.output


def test_unknown_code_gets_a_suggestion() -> None:
    result = msc("explain", "unknown-kye")
    assert result.exit_code == 2
    assert "unknown-key" in result.output


@pytest.mark.parametrize("kind", ["spec", "part", "answers"])
def test_schema_is_json(kind: str) -> None:
    assert json.loads(msc("schema", kind).output)["$schema"].endswith("2020-12/schema")


def test_questions_are_listed(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "spec")
    result = msc("questions", str(tmp_path / "spec"))
    assert result.exit_code == 0
    body = json.loads(msc("questions", str(tmp_path / "spec"), "--format", "json").stdout)
    assert body["format_version"] == 1
    assert body["complete"]
    assert {"name", "text", "options", "default", "blocks", "answer"} <= set(body["questions"][0])
    lines = result.stdout.splitlines()
    assert {f"{question['name']}: {question['text']}" for question in body["questions"]} <= set(
        lines
    )
    waiting = [question for question in body["questions"] if question["answer"] is None]
    assert lines[-1].split()[0] == str(len(waiting))
    assert len(waiting) == sum(line.startswith("  open") for line in lines) > 1
