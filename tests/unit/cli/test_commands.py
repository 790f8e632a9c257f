"""The commands: results on stdout, exit codes, and what each of them imports."""

import hashlib
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from msc.cli import COMMANDS, main
from msc.core import catalogue
from msc.emit.journal import JOURNAL

EXAMPLE = Path(__file__).parents[3] / "specs" / "examples" / "p2p-lending"
FILES_AND_SCHEMAS = {
    "spec.yaml": "spec.schema.json",
    "journeys.yaml": "part.schema.json",
    "entities/lending.yaml": "../part.schema.json",
}
HEAVY = ("copier", "google", "jinja2", "jsonschema", "pydantic", "ruamel", "yaml")
LOADED = """
import sys
from click.testing import CliRunner
from msc.cli import main
result = CliRunner().invoke(main, sys.argv[1:])
assert result.exit_code == 0, result.output
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def msc(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), env={"NO_COLOR": "1"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "out"
    assert msc("build", str(EXAMPLE), "--out", str(out)).exit_code == 0
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of a finished build."""
    return shutil.copytree(built, tmp_path / "out")


def build(out: Path, *options: str) -> Result:
    return msc("build", str(EXAMPLE), "--out", str(out), *options)


def held(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


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


@pytest.mark.parametrize("arguments", [["--help"], ["explain", "MSC801"], ["schema"]])
def test_small_commands_import_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments).isdisjoint(HEAVY)


@pytest.mark.parametrize("option", [[], ["--check"], ["--dry-run"]])
def test_build_without_a_change_imports_nothing_heavy(built: Path, option: list[str]) -> None:
    assert loaded("build", str(EXAMPLE), "--out", str(built), *option).isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["check"], ["diff", str(EXAMPLE), "--spec"]])
def test_a_right_spec_is_read_without_what_renders_or_explains(arguments: list[str]) -> None:
    unneeded = {"copier", "jinja2", "jsonschema", "ruamel"}
    assert loaded(*arguments, str(EXAMPLE)).isdisjoint(unneeded)


def loaded(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_build_opens_no_socket(tmp_path: Path) -> None:
    script = LOADED.replace("import sys\n", "import sys\n"
        "def refuse(event, arguments):\n"
        "    assert not event.startswith('socket.'), event\n"
        "sys.addaudithook(refuse)\n", 1)  # fmt: skip
    command = [sys.executable, "-c", script, "build", str(EXAMPLE), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_second_build_is_up_to_date(out: Path) -> None:
    before = held(out)
    assert "up to date" in build(out).output
    assert held(out) == before


def test_dry_run_shows_and_writes_nothing(out: Path, tmp_path: Path) -> None:
    (out / "Makefile").unlink()
    before = held(out)
    result = build(out, "--dry-run")
    assert result.exit_code == 0
    assert "+ Makefile\n" in result.output
    assert "1 would be created" in result.output
    assert held(out) == before
    fresh = tmp_path / "fresh"
    assert build(fresh, "--dry-run").exit_code == 0
    assert not fresh.exists()


def test_check_names_each_file_that_is_not_current(out: Path) -> None:
    assert build(out, "--check").exit_code == 0
    (out / "Makefile").unlink()
    (out / "pyproject.toml").write_text("mine\n")
    result = build(out, "--check")
    assert result.exit_code == 1
    assert "`Makefile` is missing" in result.output
    assert "`pyproject.toml` is not what the spec says" in result.output
    assert not (out / "Makefile").exists()


def test_check_of_nothing_is_one_message(tmp_path: Path) -> None:
    result = build(tmp_path / "out", "--check")
    assert result.exit_code == 1
    assert result.output.count("MSC804") == 1


def test_edit_stops_the_build_and_is_shown(out: Path) -> None:
    path = out / "pyproject.toml"
    path.write_text(path.read_text() + "mine\n")
    before = held(out)
    result = build(out)
    assert result.exit_code == 1
    assert "MSC801 edited-file" in result.output
    assert "+mine\n" in result.output
    assert held(out) == before
    path.unlink()
    assert build(out).exit_code == 0
    assert held(out)["pyproject.toml"] != before["pyproject.toml"]


def interrupted(out: Path) -> dict[str, bytes]:
    """What lies there after a build that was stopped with its last file left to move."""
    (out / ".msc" / "staging" / "files").mkdir(parents=True)
    (out / ".msc" / "staging" / "files" / "extra.txt").write_text("staged\n")
    after = hashlib.sha256(b"staged\n").hexdigest()
    written = [{"path": "extra.txt", "before": None, "after": after}]
    (out / JOURNAL).write_text(json.dumps({"removed": [], "written": written}))
    return {str(path): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_interrupted_build_is_finished_by_the_next_one(out: Path) -> None:
    interrupted(out)
    assert build(out).exit_code == 0
    assert (out / "extra.txt").read_text() == "staged\n"
    assert not (out / JOURNAL).exists()


def test_interrupted_build_is_told_and_not_touched_by_who_only_looks(out: Path) -> None:
    before = interrupted(out)
    for option in ("--check", "--dry-run"):
        result = build(out, option)
        assert result.exit_code == 1
        assert "MSC804 not-current: `.msc/journal.json` is what an interrupted" in result.output
    result = msc("diff", "--spec", str(EXAMPLE), "--out", str(out))
    assert result.exit_code == 1
    assert "a build was interrupted" in result.output
    assert before == {str(path): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_edit_after_an_interrupted_build_is_not_overwritten(out: Path) -> None:
    interrupted(out)
    (out / "extra.txt").write_text("mine\n")
    result = build(out)
    assert result.exit_code == 1
    assert "MSC802 file-in-the-way: `extra.txt`" in result.output
    assert (out / "extra.txt").read_text() == "mine\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [('"entities": [', '"entities": null, "endings": ['), ("{", "[" * 200_000)],
)
def test_record_of_the_last_system_that_is_broken_is_no_base(out: Path, old: str, new: str) -> None:
    path = out / ".msc" / "system.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    result = msc("diff", "--spec", str(EXAMPLE), "--out", str(out))
    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_a_pipe_in_place_of_a_file_is_not_waited_for(out: Path) -> None:
    (out / "Makefile").unlink()
    os.mkfifo(out / "Makefile")
    command = [sys.executable, "-m", "msc", "build", str(EXAMPLE), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "Makefile" in done.stdout


def test_destination_that_is_a_file_is_the_users_problem(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    result = build(tmp_path / "out")
    assert result.exit_code == 1
    assert "MSC808 cannot-write" in result.output


def test_build_reports_as_json(out: Path) -> None:
    (out / "Makefile").unlink()
    body = json.loads(build(out, "--format", "json").output)
    assert body["format_version"] == 1
    assert body["built"]["created"] == ["Makefile"]
    assert "is" not in body["built"]
    failed = json.loads(build(out / "Makefile", "--format", "json").output)
    assert failed["built"] is None
    assert failed["diagnostics"][0]["code"] == "MSC808"


@pytest.mark.parametrize("style", ["json", "sarif"])
def test_check_reports_for_programs(style: str, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("a: [\n")
    result = msc("check", str(tmp_path), "--format", style)
    assert result.exit_code == 1
    assert json.loads(result.output)


def test_a_path_is_a_uri_in_sarif(tmp_path: Path) -> None:
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


def test_init_starts_a_spec_that_is_fine(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    assert msc("init", str(folder)).exit_code == 0
    assert msc("check", str(folder)).exit_code == 0
    assert msc("init", str(folder)).exit_code == 2


def test_init_from_an_example(tmp_path: Path) -> None:
    folder = tmp_path / "lending"
    assert msc("init", str(folder), "--from", "p2p-lending").exit_code == 0
    for name, schema in FILES_AND_SCHEMAS.items():
        line = f"# yaml-language-server: $schema={schema}\n"
        assert (folder / name).read_text() == line + (EXAMPLE / name).read_text()
        assert ((folder / name).parent / schema).is_file()
    assert msc("check", str(folder)).exit_code == 0
    assert msc("init", str(tmp_path / "x"), "--from", "nothing").exit_code == 2


def test_questions_are_listed(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "spec")
    result = msc("questions", str(tmp_path / "spec"))
    assert result.exit_code == 0
    body = json.loads(msc("questions", str(tmp_path / "spec"), "--format", "json").output)
    assert body["format_version"] == 1
    assert body["complete"]
    assert {"name", "text", "options", "default", "blocks", "answer"} <= set(body["questions"][0])
    lines = result.output.splitlines()
    assert {f"{each['name']}: {each['text']}" for each in body["questions"]} <= set(lines)
    waiting = [each for each in body["questions"] if each["answer"] is None]
    assert lines[-1].split()[0] == str(len(waiting))
    assert len(waiting) == sum(each.startswith("  open, default ") for each in lines) > 1


def test_fmt_keeps_comments_and_is_idempotent(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "spec")
    path = tmp_path / "spec" / "spec.yaml"
    path.write_text("# kept\n" + path.read_text().replace("language: 1", "language:   1  # too"))
    assert msc("fmt", "--check", str(tmp_path / "spec")).exit_code == 1
    before = msc("check", str(tmp_path / "spec")).output
    assert msc("fmt", str(tmp_path / "spec")).exit_code == 0
    text = path.read_text()
    assert text.startswith("# kept\n")
    assert "# too" in text
    assert msc("fmt", "--check", str(tmp_path / "spec")).exit_code == 0
    assert msc("check", str(tmp_path / "spec")).output == before


@pytest.mark.parametrize("name", ["null", "true", "False", "2024", "..x", f"{'a' * 39}_b", "é"])
def test_init_starts_a_spec_of_any_name(name: str, tmp_path: Path) -> None:
    assert msc("init", str(tmp_path / name)).exit_code == 0
    assert "all is well" in msc("check", str(tmp_path / name)).output


def test_init_starts_a_spec_in_a_new_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert msc("init", str(tmp_path)).exit_code == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        ".git", "part.schema.json", "spec.schema.json", "spec.yaml",
    ]  # fmt: skip


def test_init_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    write_text = Path.write_text

    def spec_only(path: Path, *arguments: str) -> int:
        return write_text(path, *arguments) if path.suffix == ".yaml" else refuse() or 0

    monkeypatch.setattr(Path, "write_text", spec_only)
    refused = msc("init", str(tmp_path / "shop"))
    assert refused.exit_code == 1
    assert "no space left on device" in refused.output
    assert list((tmp_path / "shop").iterdir()) == []


def test_init_does_not_take_a_file_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is a file" in msc("init", str(tmp_path / "file")).output


def test_init_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = msc("init", str(tmp_path / "file" / "shop"))
    assert refused.exit_code == 1
    assert "cannot be written to: not a directory" in refused.output


def test_init_names_a_folder_as_a_shell_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    assert f"cd '{folder}' &&" in msc("init", str(folder)).output


def test_fmt_rewrites_what_a_link_leads_to_and_the_answers(tmp_path: Path) -> None:
    assert msc("init", str(tmp_path)).exit_code == 0
    spec, real = tmp_path / "spec.yaml", tmp_path / ".real" / "spec.yaml"
    real.parent.mkdir()
    real.write_text(spec.read_text("utf-8").replace("language: 1", "language:   1"), "utf-8")
    spec.unlink()
    spec.symlink_to(real)
    (tmp_path / ".spec.yaml.new").write_text("mine\n")
    (tmp_path / "answers.yaml").write_text("answers:   {}\n")
    result = msc("fmt", str(tmp_path))
    assert result.output == "reformatted spec.yaml\nreformatted answers.yaml\n"
    assert spec.is_symlink()
    assert "language: 1\n" in real.read_text("utf-8")
    assert (tmp_path / "answers.yaml").read_text("utf-8") == "answers: {}\n"
    assert (tmp_path / ".spec.yaml.new").read_text("utf-8") == "mine\n"


def test_fmt_of_what_cannot_be_written_is_the_users_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    assert msc("init", str(tmp_path / "shop")).exit_code == 0
    spec = tmp_path / "shop" / "spec.yaml"
    spec.write_text(spec.read_text("utf-8"), "utf-8", newline="\r\n")
    monkeypatch.setattr(Path, "write_text", refuse)
    refused = msc("fmt", str(tmp_path / "shop"))
    assert refused.exit_code == 1
    assert "MSC808" in refused.output
