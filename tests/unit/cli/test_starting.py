"""`msc init` starts a spec that is fine, or leaves nothing."""

from pathlib import Path

import pytest

from tests.unit.cli.running import EXAMPLE, msc

FILES_AND_SCHEMAS = {
    "spec.yaml": "spec.schema.json",
    "journeys.yaml": "part.schema.json",
    "entities/lending.yaml": "../part.schema.json",
}


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


def test_init_starts_no_spec_inside_of_another(tmp_path: Path) -> None:
    assert msc("init", str(tmp_path / "library")).exit_code == 0
    inner = tmp_path / "library" / "rooms"
    refused = msc("init", str(inner))
    assert refused.exit_code == 2
    assert f"would be a part of the spec in `{tmp_path / 'library'}`" in refused.output
    assert not inner.exists()


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
