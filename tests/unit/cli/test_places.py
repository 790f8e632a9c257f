"""Files in diagnostics are named so that whoever reads them can open them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.cli.places import Located
from msc.core.source import SourceFile

WRONG = "language: 1\nsystem: {name: tiny, description: A tool., titel: Tiny}\n"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    (tmp_path / "shop" / "deep").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "shop" / "spec.yaml").write_text(WRONG)
    return tmp_path


@pytest.mark.parametrize(
    ("here", "argument", "shown"),
    [
        (".", ["shop"], "shop/spec.yaml"),
        (".", ["shop/spec.yaml"], "shop/spec.yaml"),
        ("shop", [], "spec.yaml"),
        ("shop/deep", [], "../spec.yaml"),
        ("other", ["../shop"], "../shop/spec.yaml"),
    ],
)
def test_a_file_is_named_from_where_one_stands(
    folders: Path, monkeypatch: pytest.MonkeyPatch, here: str, argument: list[str], shown: str
) -> None:
    monkeypatch.chdir(folders / here)
    for style in ("text", "json", "github", "sarif"):
        output = CliRunner().invoke(main, ["check", *argument, "--format", style]).output
        assert shown in output
        assert f"/{shown}" not in output.replace(f"../{shown}", "")


def test_what_is_not_on_the_disk_keeps_its_name(tmp_path: Path) -> None:
    assert Located((tmp_path,), ()).path("spec.yaml") == "spec.yaml"


def test_a_file_of_the_spec_is_never_taken_for_one_of_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("shop", "out"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").touch()
    monkeypatch.chdir(tmp_path)
    folders = (Path("shop"), Path("out"))
    assert Located(folders, (SourceFile("a.yaml", ""),)).path("a.yaml") == "shop/a.yaml"
    assert Located(folders, ()).path("a.yaml") == "out/a.yaml"
