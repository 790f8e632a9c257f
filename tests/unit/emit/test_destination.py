"""Whose files are whose, and that a build is all or nothing."""

import os
import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.emit import journal
from msc.pipeline import build

MAIN = "services/api_service/src/main.py"
EXT = "services/api_service/src/ext/wiring.py"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spec with its first build beside it, to be copied."""
    folder = tmp_path_factory.mktemp("first") / "notes"
    CliRunner().invoke(main, ["init", str(folder)], catch_exceptions=False)
    outcome = build(folder, folder / "build")
    assert outcome.value is not None
    assert not outcome.failed
    return folder


@pytest.fixture
def spec(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "notes"))


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def codes(folder: Path) -> list[tuple[str, str]]:
    outcome = build(folder, folder / "build")
    return [(each.code.id, each.span.file) for each in outcome.diagnostics]


def rename_entity(spec: Path) -> None:
    path = spec / "spec.yaml"
    path.write_text(path.read_text().replace("description: Write a note.", "description: Write."))


def test_second_build_changes_nothing(spec: Path) -> None:
    before = files(spec / "build")
    outcome = build(spec, spec / "build")
    assert outcome.value is not None
    assert outcome.value.up_to_date
    assert files(spec / "build") == before


def test_edited_file_stops_the_build_before_any_write(spec: Path) -> None:
    edited = spec / "build" / MAIN
    edited.write_text(edited.read_text() + "\nprint('mine')\n")
    rename_entity(spec)
    before = files(spec / "build")
    outcome = build(spec, spec / "build")
    assert [(each.code.id, each.span.file) for each in outcome.diagnostics] == [("MSC801", MAIN)]
    assert outcome.value is not None
    assert "+print('mine')" in outcome.value.edits[0]
    assert files(spec / "build") == before


def test_seeded_file_survives(spec: Path) -> None:
    (spec / "build" / EXT).write_text("mine = True\n")
    rename_entity(spec)
    assert codes(spec) == []
    assert (spec / "build" / EXT).read_text() == "mine = True\n"


def test_foreign_file_is_not_overwritten(spec: Path) -> None:
    shutil.rmtree(spec / "build")
    (spec / "build").mkdir()
    (spec / "build" / "Makefile").write_text("mine:\n")
    assert codes(spec) == [("MSC802", "Makefile")]
    assert files(spec / "build") == {"Makefile": b"mine:\n"}


def test_orphan_goes_unless_it_was_edited(spec: Path) -> None:
    path = spec / "spec.yaml"
    text = path.read_text()
    operation = text[text.index("  write_note:") : text.index("  list_notes:")]
    path.write_text(text.replace(operation, "").replace("  POST /notes: write_note\n", ""))
    use_case = "services/api_service/src/application/use_cases/write_note.py"
    assert codes(spec) == []
    assert not (spec / "build" / use_case).exists()
    path.write_text(text)
    assert codes(spec) == []
    (spec / "build" / use_case).write_text("mine = True\n")
    path.write_text(text.replace(operation, "").replace("  POST /notes: write_note\n", ""))
    assert ("MSC803", use_case) in codes(spec)


def test_check_names_what_is_not_current(spec: Path) -> None:
    (spec / "build" / MAIN).unlink()
    outcome = build(spec, spec / "build", check=True)
    assert [(each.code.id, each.span.file) for each in outcome.diagnostics] == [("MSC804", MAIN)]


def test_broken_record_is_reported(spec: Path) -> None:
    (spec / "build" / ".msc" / "manifest.json").write_text("<<<<<<< mine")
    assert codes(spec) == [("MSC805", ".msc/manifest.json")]


class Killed(BaseException):
    """Stands for a process that ends in the middle of a system call."""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ends the process, so to speak, at the n-th change of the disk; n is the list's item."""
    left = [10**9]

    def spent(function: object) -> object:
        def call(*arguments: object, **options: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return function(*arguments, **options)  # type: ignore[operator]

        return call

    for name in ("write_text", "replace", "unlink", "chmod"):
        monkeypatch.setattr(Path, name, spent(getattr(Path, name)))
    monkeypatch.setattr(os, "fsync", spent(os.fsync))
    return left


def test_killed_write_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, counted: list[int]
) -> None:
    old = {"a": "old a", "b": "old b", "gone": "old"}
    new = {"a": "new a", "b": "new b", "folder/c": "new c"}
    seen = set()
    for number in range(40):
        root = tmp_path / str(number)
        root.mkdir()
        for path, text in old.items():
            with (root / path).open("w") as file:
                file.write(text)
        counted[0] = number
        try:
            journal.commit(root, new, frozenset(), ("gone",))
            finished = True
        except Killed:
            finished = False
        counted[0] = 10**9
        journal.recover(root)
        state = {path: data.decode() for path, data in files(root).items()}
        assert state in (old, new)
        seen.add("new" if state == new else "old")
        if finished:
            break
    assert finished
    assert seen == {"old", "new"}


def test_builds_are_the_same_bytes_without_a_network(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a build opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    outcome = build(first, tmp_path / "elsewhere")
    assert outcome.value is not None
    assert files(tmp_path / "elsewhere") == files(first / "build")
