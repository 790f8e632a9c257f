"""Whose files are whose, and that a build is all or nothing."""

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.core.catalogue.flow import NOT_WRITTEN
from msc.emit import emission, journal
from msc.emit.contents import digest_at
from msc.pipeline.building import build

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
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def codes(folder: Path) -> list[tuple[str, str]]:
    outcome = build(folder, folder / "build")
    # The small specs of these tests have entities that nothing writes.
    return [
        (diagnostic.code.id, diagnostic.span.file)
        for diagnostic in outcome.diagnostics
        if diagnostic.code != NOT_WRITTEN
    ]


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
    assert [(diagnostic.code.id, diagnostic.span.file) for diagnostic in outcome.diagnostics] == [
        ("MSC801", MAIN)
    ]
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
    assert [(diagnostic.code.id, diagnostic.span.file) for diagnostic in outcome.diagnostics] == [
        ("MSC804", MAIN)
    ]


def test_broken_record_is_reported(spec: Path) -> None:
    (spec / "build" / ".msc" / "manifest.json").write_text("<<<<<<< mine")
    assert codes(spec) == [("MSC805", ".msc/manifest.json")]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"format_version": 2}',
        '{"format_version": 1, "inputs": "", "system": "", "files": {"../x": ["generated", ""]}}',
        '{"format_version": 1, "inputs": "", "system": "", "files": {"x": ["nobody", ""]}}',
    ],
)
def test_record_that_msc_did_not_write_is_reported(spec: Path, text: str) -> None:
    (spec / "build" / ".msc" / "manifest.json").write_text(text)
    assert codes(spec) == [("MSC805", ".msc/manifest.json")]


def test_edit_that_is_saved_while_the_build_runs_is_not_lost(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last moment before the files are replaced."""
    rename_entity(spec)
    stage = journal._stage

    def save(*arguments: Any) -> None:
        stage(*arguments)
        edited.write_text("mine")

    edited = next(
        spec / "build" / path
        for path in build(spec, spec / "build", dry_run=True).value.changed  # type: ignore[union-attr]
        if not path.startswith(".msc/")
    )
    monkeypatch.setattr(journal, "_stage", save)
    assert codes(spec) == [("MSC801", edited.relative_to(spec / "build").as_posix())]
    assert edited.read_text() == "mine"


def test_nothing_comes_between_the_look_and_the_write(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build that starts while this one compiles is sent away."""
    rename_entity(spec)
    others = []
    real = emission.emit

    def emit(*arguments: Any) -> Any:
        if not others:
            others.append(None)
            others.append(build(spec, spec / "build"))
            others.append(build(spec, spec / "build", check=True))
        return real(*arguments)

    monkeypatch.setattr(emission, "emit", emit)
    assert codes(spec) == []
    for other in others[1:]:
        assert [diagnostic.code.id for diagnostic in other.diagnostics] == ["MSC808"]


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
            there = {path: digest_at(root, path) for path in (*new, "gone")}
            contents = {path: journal.content_of(text) for path, text in new.items()}
            journal.commit(root, contents, ("gone",), there)
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
