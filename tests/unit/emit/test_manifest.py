"""The manifest: one line per file, of any format, and from both sides of a merge."""

import json
import subprocess
from pathlib import Path

import pytest

from msc.core.catalogue import destination as codes
from msc.emit.destination import look
from msc.emit.manifest import MANIFEST, Manifest, Recorded, from_text, to_text
from msc.emit.tree import Owner

RELEASES = Path(__file__).parents[2] / "releases"
SEVERAL = Manifest(
    tuple(Recorded(f"f{number}.py", Owner.GENERATED, (f"{number}",)) for number in range(5))
)


def changed(digest: str, *paths: str, added: tuple[str, ...] = ()) -> Manifest:
    files = [
        Recorded(file.path, file.owner, (digest,)) if file.path in paths else file
        for file in SEVERAL.files
    ]
    files += [Recorded(path, Owner.GENERATED, (digest,)) for path in added]
    return Manifest(tuple(sorted(files, key=lambda file: file.path)))


def merged(folder: Path, base: Manifest, one: Manifest, two: Manifest, *options: str) -> str:
    """What git makes of two changes of a manifest."""
    for name, manifest in (("one", one), ("base", base), ("two", two)):
        (folder / name).write_text(to_text(manifest), "utf-8")
    done = subprocess.run(
        ["git", "merge-file", "-p", *options, "one", "base", "two"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_each_file_is_one_line_and_the_text_reads_back() -> None:
    text = to_text(SEVERAL)
    assert from_text(text) == SEVERAL
    assert json.loads(text)["format_version"] == 2
    lines = [line for line in text.splitlines() if ".py" in line]
    assert len(lines) == len(SEVERAL.files)
    assert from_text(to_text(Manifest(()))) == Manifest(())


def test_changes_of_neighbours_do_not_conflict(tmp_path: Path) -> None:
    text = merged(tmp_path, SEVERAL, changed("a", "f1.py"), changed("b", "f2.py"))
    assert "<<<<" not in text
    digests = {file.path: file.digests for file in from_text(text).files}
    assert (digests["f1.py"], digests["f2.py"]) == (("a",), ("b",))


@pytest.mark.parametrize("options", [(), ("--diff3",), ("--zdiff3",), ("--union",)])
def test_both_sides_of_a_conflict_are_understood(tmp_path: Path, options: tuple[str, ...]) -> None:
    one = changed("a", "f1.py", "f2.py", added=("f2a.py", "f9.py"))
    two = changed("b", "f2.py", "f4.py", added=("f2b.py", "f2c.py"))
    text = merged(tmp_path, SEVERAL, one, two, *options)
    assert ("<<<<" in text) is ("--union" not in options)
    manifest = from_text(text)
    digests = {file.path: file.digests for file in manifest.files}
    assert digests["f2.py"] == ("a", "b")
    assert manifest.by_path()["f2.py"].merged
    assert {"f0.py", "f1.py", "f2a.py", "f2b.py", "f2c.py", "f9.py"} <= set(digests)
    assert not manifest.by_path()["f0.py"].merged
    # A build writes one line per file again.
    assert from_text(to_text(one)) == one


@pytest.mark.parametrize("name", ["pocket", "p2p-lending"])
def test_first_format_is_read(name: str) -> None:
    text = (RELEASES / "format-1" / name / "manifest.json").read_text("utf-8")
    recorded = json.loads(text)["files"]
    manifest = from_text(text)
    assert {file.path: [file.owner, *file.digests] for file in manifest.files} == recorded
    assert from_text(to_text(manifest)) == manifest


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\n",
        "[]",
        '{"format_version": 9, "files": []}',
        '{"format_version": 2, "files": [["../x", "generated", ""], null]}',
        '{"format_version": 2, "files": [["x", "nobody", ""], null]}',
        '{"format_version": 1, "inputs": "", "system": "", "files": {"../x": ["generated", ""]}}',
        '{"format_version": 1, "inputs": "", "system": "", "files": {"x": ["nobody", ""]}}',
    ],
)
def test_broken_manifest_stops_the_build(tmp_path: Path, text: str) -> None:
    (tmp_path / ".msc").mkdir()
    (tmp_path / MANIFEST).write_text(text)
    diagnostics = look(tmp_path).diagnostics
    assert [(diagnostic.code, diagnostic.span.file) for diagnostic in diagnostics] == [
        (codes.BROKEN_RECORD, MANIFEST)
    ]
