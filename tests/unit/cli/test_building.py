"""`msc build` writes what is to be written, and nothing over what is not its own."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from msc.emit.journal import JOURNAL
from tests.unit.cli.running import EXAMPLE, build, held, msc


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
    return held(out)


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
    assert held(out) == before


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
    assert "is unreadable" in result.output


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
