"""Ownership: what a build writes, keeps, removes and refuses to touch."""

from pathlib import Path

import pytest

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Diagnostic
from msc.emit.destination import Destination, is_untouched, look
from msc.emit.manifest import MANIFEST, SYSTEM
from msc.emit.stamp import is_stamped
from msc.emit.survey import WriteReport, stale, survey
from msc.emit.tree import FileTree, Owner, RenderedFile, owner_of
from msc.emit.write import edit_of, write

EXT = "services/api_service/src/ext/wiring.py"
REVISION = "services/db_postgres_service/alembic/versions/0001_baseline.py"
MAIN = "services/api_service/src/main.py"
TEXTS = {"Makefile": "all:\n", MAIN: "a = 1\n", EXT: "seed\n", REVISION: "one\n", "run.sh": "#!\n"}


def tree_of(texts: dict[str, str]) -> FileTree:
    return FileTree(
        tuple(
            RenderedFile(path, text, owner_of(path), text.startswith("#!"))
            for path, text in sorted(texts.items())
        )
    )


def build(root: Path, texts: dict[str, str], inputs: str = "one") -> WriteReport:
    tree = tree_of(texts)
    seen = look(root, tuple(texts)).value
    assert seen is not None
    report = survey(tree, seen)
    assert report.value is not None, report.diagnostics
    write(tree, seen, report.value, "{}\n", inputs)
    return report.value


def refused(root: Path, texts: dict[str, str]) -> list[tuple[str, str]]:
    """The codes and places of what keeps a build from writing; nothing was written."""
    before = held(root)
    seen = look(root, tuple(texts)).value
    assert seen is not None
    report = survey(tree_of(texts), seen)
    assert report.value is None
    assert held(root) == before
    return codes_of(report.diagnostics)


def codes_of(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(diagnostic.code.id, diagnostic.span.file) for diagnostic in diagnostics]


def held(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def is_current(seen: Destination, inputs: str) -> bool:
    return is_stamped(seen.root, inputs) and is_untouched(seen)


def test_first_build_writes_everything(tmp_path: Path) -> None:
    root = tmp_path / "new" / "out"
    report = build(root, TEXTS)
    assert set(report.created) == set(TEXTS)
    assert {path: data.decode() for path, data in held(root).items() if path[0] != "."} == TEXTS
    assert (root / "run.sh").stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in (root / ".msc").iterdir()) == [
        "manifest.json",
        "stamp.json",
        "system.json",
    ]


def test_second_build_touches_nothing(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in held(tmp_path)}
    assert build(tmp_path, TEXTS).touched == ()
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in held(tmp_path)} == before
    seen = look(tmp_path).value
    assert seen is not None
    assert is_current(seen, "one")
    assert not is_current(seen, "two")


def test_changed_files_are_rewritten_and_missing_ones_return(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    (tmp_path / "Makefile").unlink()
    report = build(tmp_path, {**TEXTS, MAIN: "a = 2\n"})
    assert (report.created, report.changed) == (("Makefile",), (MAIN,))
    assert (tmp_path / MAIN).read_text() == "a = 2\n"


def test_edited_file_stops_the_build(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    (tmp_path / MAIN).write_text("a = 1\nb = 2")
    wanted = {**TEXTS, MAIN: "a = 3\n", "Makefile": "none:\n"}
    assert refused(tmp_path, wanted) == [(codes.EDITED_FILE.id, MAIN)]
    seen = look(tmp_path).value
    assert seen is not None
    assert seen.manifest is not None
    record = seen.manifest.by_path()[MAIN]
    assert "+b = 2\n" in edit_of(record, TEXTS[MAIN], seen)
    assert "another version" in edit_of(record, "something else", seen)


def test_edit_that_the_spec_now_says_too_is_taken(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    (tmp_path / MAIN).write_text("a = 3\n")
    assert build(tmp_path, {**TEXTS, MAIN: "a = 3\n"}).changed == ()


def test_seeded_files_are_the_users(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    (tmp_path / EXT).write_text("mine\n")
    assert build(tmp_path, {**TEXTS, EXT: "another seed\n"}).touched == ()
    build(tmp_path, {"Makefile": "all:\n"})
    assert (tmp_path / EXT).read_text() == "mine\n"


def test_file_of_a_removed_element_goes_with_its_empty_folders(tmp_path: Path) -> None:
    build(tmp_path, {**TEXTS, "docs/deep/old.md": "old\n"})
    assert build(tmp_path, TEXTS).removed == ("docs/deep/old.md",)
    assert not (tmp_path / "docs").exists()


def test_edited_file_of_a_removed_element_stops_the_build(tmp_path: Path) -> None:
    build(tmp_path, {**TEXTS, "old.md": "old\n"})
    (tmp_path / "old.md").write_text("mine\n")
    assert refused(tmp_path, TEXTS) == [(codes.EDITED_ORPHAN.id, "old.md")]


def test_files_that_msc_did_not_write_stop_the_build(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("mine\n")
    (tmp_path / MAIN).mkdir(parents=True)
    (tmp_path / "run.sh").symlink_to("nowhere")
    assert refused(tmp_path, TEXTS) == [
        (codes.FILE_IN_THE_WAY.id, "Makefile"),
        (codes.FILE_IN_THE_WAY.id, "run.sh"),
        (codes.FILE_IN_THE_WAY.id, MAIN),
    ]


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine\n")
    build(tmp_path, TEXTS)
    build(tmp_path, {"Makefile": "all:\n"})
    assert (tmp_path / "notes.txt").read_text() == "mine\n"


def test_nothing_is_written_behind_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "out"
    root.mkdir()
    (root / "services").symlink_to(outside)
    assert refused(root, TEXTS) == [(codes.LINK_IN_THE_WAY.id, "services")]
    assert list(outside.iterdir()) == []


def test_file_where_a_folder_belongs_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "services").write_text("mine\n")
    assert refused(tmp_path, TEXTS) == [(codes.FILE_IN_THE_WAY.id, "services")]


def test_file_may_become_a_folder(tmp_path: Path) -> None:
    build(tmp_path, {"a": "file\n"})
    build(tmp_path, {"a/d": "file\n"})
    assert {path for path in held(tmp_path) if path[0] != "."} == {"a/d"}


def test_history_is_only_added_to(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    second = REVISION.replace("0001_baseline", "0002_more")
    build(tmp_path, {**TEXTS, second: "two\n"})
    (tmp_path / REVISION).write_text("amended\n")
    assert build(tmp_path, {**TEXTS, second: "two\n"}).touched == ()
    rest = {path: text for path, text in TEXTS.items() if path != REVISION}
    assert build(tmp_path, rest).touched == ()
    assert (tmp_path / REVISION).read_text() == "amended\n"
    assert (tmp_path / second).exists()
    seen = look(tmp_path).value
    assert seen is not None
    assert is_current(seen, "one")


def test_stale_names_each_file(tmp_path: Path) -> None:
    build(tmp_path, {**TEXTS, "old.md": "old\n"})
    (tmp_path / "Makefile").unlink()
    (tmp_path / EXT).write_text("mine\n")
    seen = look(tmp_path, (MAIN,)).value
    assert seen is not None
    tree = tree_of({**TEXTS, MAIN: "a = 2\n"})
    diagnostics = stale(tree, seen, {SYSTEM: "{}\n", MANIFEST: "other"})
    assert [diagnostic.message for diagnostic in diagnostics] == [
        f"`{MANIFEST}` is not what a build would record",
        "`Makefile` is missing",
        "`old.md` is no longer part of the system",
        f"`{MAIN}` is not what the spec says",
    ]


def test_lost_record_of_the_system_is_noticed(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    (tmp_path / SYSTEM).unlink()
    seen = look(tmp_path).value
    assert seen is not None
    assert not is_current(seen, "one")
    build(tmp_path, TEXTS)
    assert (tmp_path / SYSTEM).exists()


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        (EXT, Owner.SEEDED),
        ("services/bot_service/tests/custom/test_x.py", Owner.SEEDED),
        ("compose.override.yml", Owner.SEEDED),
        (".env", Owner.SEEDED),
        (REVISION, Owner.HISTORY),
        ("services/api_service/tests/unit/test_x.py", Owner.GENERATED),
        ("services/ext/x.py", Owner.GENERATED),
        (".env.example", Owner.GENERATED),
    ],
)
def test_owner_by_path(path: str, owner: Owner) -> None:
    assert owner_of(path) is owner
