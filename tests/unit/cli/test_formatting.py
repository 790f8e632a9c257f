"""`msc fmt` writes specs in their canonical form."""

import shutil
from pathlib import Path

import pytest

from tests.unit.cli.running import EXAMPLE, msc


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
