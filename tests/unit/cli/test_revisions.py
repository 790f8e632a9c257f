"""`msc diff` against git: what a revision held, and what to do where it held nothing."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.unit.cli.running import msc

AUTHOR = {
    f"GIT_{who}_{what}": text
    for who in ("AUTHOR", "COMMITTER")
    for what, text in (("NAME", "Ada"), ("EMAIL", "ada@people.example"))
}

ASKED = "questions:\n  tags: {text: Are there tags?, options: [yes, no], blocks: [write_note]}\n"
TAG = """\
entities:
  tag:
    description: A word.
    fields:
      word: {type: text, max_length: 20}
"""


def git(folder: Path, *arguments: str) -> None:
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = os.environ | AUTHOR | alone
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A spec in the second of two commits."""
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Begin")
    folder = tmp_path / "shop"
    assert msc("init", str(folder)).exit_code == 0
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Add a spec")
    return folder


def change(spec: Path, old: str, new: str) -> None:
    file = spec / "spec.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_changes_that_are_not_committed_are_shown(spec: Path) -> None:
    assert msc("diff", "HEAD", "--spec", str(spec)).output == "no differences\n"
    change(spec, "max_length: 2000", "max_length: 3000")
    shown = msc("diff", "HEAD", "--spec", str(spec))
    assert shown.exit_code == 0
    assert "max_length: 2000 -> 3000" in shown.output


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("HEAD~1", "there is no `shop` in the git revision `HEAD~1`"),
        ("HEAD~9", "`HEAD~9` is not a folder, a file or a git revision"),
    ],
)
def test_a_revision_without_the_spec_is_wrong_usage(spec: Path, base: str, message: str) -> None:
    refused = msc("diff", base, "--spec", str(spec))
    assert refused.exit_code == 2
    assert message in refused.output


def test_mistakes_of_the_revision_are_told_from_those_of_the_spec(spec: Path) -> None:
    change(spec, "text: {type: text", "text: {type: wrong")
    git(spec, "commit", "-q", "-a", "-m", "Break the spec")
    change(spec, "text: {type: wrong", "text: {type: text")
    refused = msc("diff", "HEAD", "--spec", str(spec))
    assert refused.exit_code == 1
    assert refused.stderr == "the spec to compare with, `HEAD`, has mistakes:\n"
    assert "MSC301" in refused.stdout


def test_without_git_only_revisions_are_refused(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(spec / "nothing"))
    refused = msc("diff", "HEAD", "--spec", str(spec))
    assert refused.exit_code == 2
    assert "git is not installed" in refused.output
    assert msc("diff", str(spec), "--spec", str(spec)).exit_code == 0


def test_a_record_that_is_spoilt_is_told_from_no_build(spec: Path) -> None:
    absent = msc("diff", "--spec", str(spec))
    assert (absent.exit_code, "there is no build yet" in absent.output) == (1, True)
    (spec / "build" / ".msc").mkdir(parents=True)
    (spec / "build" / ".msc" / "system.json").write_text("{", "utf-8")
    spoilt = msc("diff", "--spec", str(spec))
    assert (spoilt.exit_code, "is unreadable" in spoilt.output) == (1, True)


def test_what_else_a_revision_holds_does_not_matter(tmp_path: Path) -> None:
    """A spec at the root of its repository, beside links and files that no archive would hold."""
    git(tmp_path, "init", "-q")
    assert msc("init", str(tmp_path / "shop")).exit_code == 0
    for path in (tmp_path / "shop").iterdir():
        path.rename(tmp_path / path.name)
    (tmp_path / "shop").rmdir()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "tag.yaml").write_text(TAG, "utf-8")
    (tmp_path / "answers.yaml").write_text("answers:\n  tags: {value: yes}\n", "utf-8")
    (tmp_path / ".gitattributes").write_text("more/* export-ignore\n")
    (tmp_path / "elsewhere").symlink_to("/etc/hostname")
    (tmp_path / ".kept").mkdir()
    (tmp_path / ".kept" / "asked.yaml").write_text(ASKED, "utf-8")
    (tmp_path / "asked.yaml").symlink_to(".kept/asked.yaml")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    assert msc("diff", "HEAD", "--spec", str(tmp_path)).output == "no differences\n"


def test_a_spec_of_one_file_has_its_answers_in_a_revision_too(spec: Path) -> None:
    (spec / "answers.yaml").write_text("answers:\n  tags: {value: yes}\n", "utf-8")
    (spec / "spec.yaml").write_text((spec / "spec.yaml").read_text("utf-8") + ASKED, "utf-8")
    git(spec, "add", ".")
    git(spec, "commit", "-q", "-m", "Ask")
    shown = msc("diff", "HEAD", "--spec", str(spec / "spec.yaml"))
    assert shown.output == "no differences\n"


def test_a_link_out_of_the_spec_is_told_of_a_revision(spec: Path) -> None:
    (spec / "more.yaml").symlink_to("/etc/more.yaml")
    git(spec, "add", ".")
    git(spec, "commit", "-q", "-m", "Link")
    (spec / "more.yaml").unlink()
    refused = msc("diff", "HEAD", "--spec", str(spec))
    assert refused.exit_code == 2
    assert "`more.yaml` is a link that leads out of it" in refused.output


def test_what_git_objects_to_is_told_in_its_words(tmp_path: Path) -> None:
    assert msc("init", str(tmp_path / "shop")).exit_code == 0
    (tmp_path / "shop" / ".git").write_text("gitdir: nowhere\n")
    refused = msc("diff", "HEAD", "--spec", str(tmp_path / "shop"))
    assert refused.exit_code == 2
    assert "git says: fatal: not a git repository: " in refused.output


def test_a_build_is_a_base_by_its_folder_and_by_its_record(spec: Path) -> None:
    out = spec / "build"
    assert msc("build", str(spec), "--out", str(out)).exit_code == 0
    record = (out / ".msc" / "system.json").rename(spec / "system.json")
    shown = msc("diff", str(record), "--spec", str(spec))
    assert shown.output == "no differences\n"
    record.rename(out / ".msc" / "system.json")
    assert msc("diff", str(out), "--spec", str(spec)).output == "no differences\n"


def test_a_folder_without_a_build_is_no_wrong_usage(spec: Path) -> None:
    refused = msc("diff", "--spec", str(spec))
    assert refused.exit_code == 1
    assert "there is no build yet" in refused.output


def test_mistakes_are_data_where_data_was_asked_for(spec: Path) -> None:
    change(spec, "text: {type: text", "text: {type: wrong")
    refused = msc("diff", "HEAD", "--spec", str(spec), "--format", "json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["diagnostics"][0]["code"] == "MSC301"


def test_a_committed_build_of_any_name_is_no_part_of_the_spec(spec: Path) -> None:
    out = str(spec / "made" / "here")
    assert msc("build", str(spec), "--out", out).exit_code == 0
    git(spec, "add", "--all")
    git(spec, "commit", "-q", "-m", "Build")
    shown = msc("diff", "HEAD", "--spec", str(spec))
    assert (shown.exit_code, shown.output) == (0, "no differences\n")
