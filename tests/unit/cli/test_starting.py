"""`msc init` starts a spec that is fine, or leaves nothing."""

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from msc.pipeline import starting
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
    assert sorted(path.name for path in tmp_path.iterdir()) == [
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
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    # Copier has written the spec by then.
    monkeypatch.setattr(starting, "_name_schemas", refuse)
    refused = msc("init", str(tmp_path / "shop"))
    assert refused.exit_code == 1
    assert "no space left on device" in refused.output
    assert list((tmp_path / "shop").iterdir()) == []


def test_init_starts_a_spec_beside_what_is_there(tmp_path: Path) -> None:
    kept = {"README.md": "Mine.", "LICENSE": "Theirs.", ".github/workflows/ci.yml": "on: push"}
    for name, text in kept.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert msc("init", str(tmp_path), "--name", "shop").exit_code == 0
    assert {name: (tmp_path / name).read_text() for name in kept} == kept
    assert "shop: 1 entity" in msc("check", str(tmp_path)).output


@pytest.mark.parametrize("name", ["compose.yml", "deploy/values.yaml"])
def test_init_takes_no_file_of_others_into_a_spec(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("services: {}")
    refused = msc("init", str(tmp_path))
    assert refused.exit_code == 2
    assert f"holds `{name}`, which would be read as a part of the spec" in refused.output
    assert not (tmp_path / "spec.yaml").exists()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "notes.md").write_text("Mine.")
    refused = msc("init", str(tmp_path), "--from", "p2p-lending")
    assert refused.exit_code == 2
    assert "holds `entities` already; nothing was written" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["entities"]


def test_init_takes_a_path_from_inside_of_a_spec_to_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert msc("init", str(tmp_path / "library")).exit_code == 0
    monkeypatch.chdir(tmp_path / "library")
    assert msc("init", "../shop").exit_code == 0
    assert (tmp_path / "shop" / "spec.yaml").is_file()


def test_init_takes_answers_from_options(tmp_path: Path) -> None:
    title, description = "It's: a #shop", 'For "people" \u2028 and {robots} {{ name }}'
    folder = tmp_path / "x"
    answers = ["--name", "my_shop", "--title", title, "--description", description]
    assert msc("init", str(folder), *answers).exit_code == 0
    system = yaml.safe_load((folder / "spec.yaml").read_text("utf-8"))["system"]
    assert system == {"name": "my_shop", "title": title, "description": description}


def test_init_says_which_answer_does_not_fit(tmp_path: Path) -> None:
    refused = msc("init", str(tmp_path / "x"), "--name", "My Shop")
    assert refused.exit_code == 2
    assert "at most 40 small letters, digits and underscores" in refused.output
    assert msc("init", str(tmp_path / "y"), "--name", "y", "--from", "pocket").exit_code == 2


def test_init_asks_on_a_terminal(tmp_path: Path) -> None:
    reading, writing = pty.openpty()
    command = [sys.executable, "-m", "msc", "init", "shop", "--description", "Sells."]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdin=writing, stdout=writing, stderr=writing,
        env=os.environ | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
    )  # fmt: skip
    os.close(writing)
    shown = b""
    for question, answer in ((b"system called", b"_2\r"), (b"Which title", b"\r")):
        while question not in shown:
            shown += os.read(reading, 10_000)
        os.write(reading, answer)
    with suppress(OSError):
        while chunk := os.read(reading, 10_000):
            shown += chunk
    os.close(reading)
    assert process.wait(60) == 0, shown
    system = yaml.safe_load((tmp_path / "shop" / "spec.yaml").read_text("utf-8"))["system"]
    assert system == {"name": "shop_2", "title": "Shop 2", "description": "Sells."}


def test_init_does_not_take_a_file_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is a file" in msc("init", str(tmp_path / "file")).output


def test_init_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = msc("init", str(tmp_path / "file" / "shop"))
    assert refused.exit_code == 1
    assert "is not writable: not a directory" in refused.output


def test_init_names_a_folder_as_a_shell_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    assert f"cd '{folder}' &&" in msc("init", str(folder)).output
