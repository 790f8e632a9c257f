"""Where the next revision begins: the state that a built folder holds."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.core.catalogue.flow import NOT_WRITTEN
from msc.emit.manifest import MANIFEST, SYSTEM
from msc.pipeline.building import build

VERSIONS = Path("build/services/db_postgres_service/alembic/versions")
FIELD = "max_length: 2000}"
RECORDS = Path("build/.msc/revisions")
MINE = "revision: str = 'mine'\ndown_revision: tuple[str, ...] | None = ('HEAD',)\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spec with its first build beside it, to be copied."""
    folder = tmp_path_factory.mktemp("first") / "notes"
    CliRunner().invoke(main, ["init", str(folder)], catch_exceptions=False)
    assert not build(folder, folder / "build").failed
    return folder


@pytest.fixture
def spec(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "notes"))


def edit(spec: Path, old: str, new: str) -> None:
    path = spec / "spec.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def add_field(spec: Path, name: str) -> None:
    edit(spec, FIELD, f"{FIELD}\n      {name}: {{type: integer, optional: true}}")


def codes(spec: Path) -> list[tuple[str, str]]:
    outcome = build(spec, spec / "build")
    # The small specs of these tests have entities that nothing writes.
    return [
        (diagnostic.code.id, diagnostic.span.file)
        for diagnostic in outcome.diagnostics
        if diagnostic.code != NOT_WRITTEN
    ]


def revisions(spec: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((spec / VERSIONS).glob("*.py"))}


def head(spec: Path) -> str:
    """The name of the one revision that is there."""
    (name,) = revisions(spec)
    return name.partition("_")[0]


def test_each_change_of_a_table_adds_one_revision_after_the_last(spec: Path) -> None:
    seen, newest = revisions(spec), head(spec)
    for name in ("one", "two"):
        add_field(spec, name)
        assert codes(spec) == []
        now = revisions(spec)
        (new,) = set(now) - set(seen)
        assert new.endswith(f"_add_column_notes_{name}.py")
        assert f'down_revision = "{newest}"' in now[new]
        assert {path: now[path] for path in seen} == seen
        seen, newest = now, new.partition("_")[0]
    assert codes(spec) == []
    assert revisions(spec) == seen
    assert {path.stem for path in (spec / RECORDS).iterdir()} == {
        name.partition("_")[0] for name in seen
    }


def test_a_revision_is_named_by_what_it_does(spec: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(spec, tmp_path / "other"))
    add_field(spec, "one")
    add_field(other, "two")
    assert codes(spec) == codes(other) == []
    (one,), (two,) = (set(revisions(folder)) - set(revisions(each2)) for folder, each2 in
                      ((spec, other), (other, spec)))  # fmt: skip
    assert one.partition("_")[0] != two.partition("_")[0]


def test_what_is_no_table_adds_no_revision(spec: Path) -> None:
    seen = revisions(spec)
    edit(spec, "description: Write a note.", "description: Write.")
    assert codes(spec) == []
    assert revisions(spec) == seen


def test_same_steps_make_the_same_bytes(spec: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(spec, tmp_path / "other"))
    for folder in (spec, other):
        add_field(folder, "one")
        assert codes(folder) == []
    assert revisions(spec) == revisions(other)
    assert (spec / "build" / MANIFEST).read_bytes() == (other / "build" / MANIFEST).read_bytes()


def test_deleted_folder_begins_with_a_baseline_of_today(spec: Path) -> None:
    add_field(spec, "one")
    shutil.rmtree(spec / "build")
    assert codes(spec) == []
    (name,) = revisions(spec)
    assert name.endswith("_baseline.py")
    assert '"one"' in revisions(spec)[name]


def test_deleted_revisions_stop_the_build_until_their_records_go_too(spec: Path) -> None:
    add_field(spec, "one")
    assert codes(spec) == []
    gone = sorted(revisions(spec))
    shutil.rmtree(spec / VERSIONS)
    assert codes(spec) == [
        ("MSC811", (VERSIONS / name).relative_to("build").as_posix()) for name in gone
    ]
    shutil.rmtree(spec / RECORDS)
    assert codes(spec) == []
    (name,) = revisions(spec)
    assert name.endswith("_baseline.py")


def test_one_deleted_revision_stops_the_build_until_its_record_goes_too(spec: Path) -> None:
    baseline = revisions(spec)
    add_field(spec, "one")
    assert codes(spec) == []
    (name,) = set(revisions(spec)) - set(baseline)
    path = VERSIONS / name
    (spec / path).unlink()
    assert codes(spec) == [("MSC811", path.relative_to("build").as_posix())]
    (spec / RECORDS / f"{name.partition('_')[0]}.json").unlink()
    edit(spec, "one: {type: integer, optional: true}", "one: {type: integer, default: 3}")
    assert codes(spec) == []
    (new,) = set(revisions(spec)) - set(baseline)
    assert new != name
    assert 'server_default="3"' in revisions(spec)[new]


def test_revisions_without_a_record_of_the_build_stop_it(spec: Path) -> None:
    shutil.rmtree(spec / "build" / ".msc")
    assert codes(spec) == [("MSC811", MANIFEST)]


def test_amended_revision_stays_as_it_is(spec: Path) -> None:
    path = next((spec / VERSIONS).glob("*.py"))
    path.write_text(path.read_text("utf-8") + "\n# Amended.\n", "utf-8")
    add_field(spec, "one")
    assert codes(spec) == []
    assert path.read_text("utf-8").endswith("# Amended.\n")


def test_revision_of_ones_own_comes_before_the_next(spec: Path) -> None:
    before = {*revisions(spec), "0007_mine.py"}
    (spec / VERSIONS / "0007_mine.py").write_text(MINE.replace("HEAD", head(spec)), "utf-8")
    add_field(spec, "one")
    assert codes(spec) == []
    (new,) = set(revisions(spec)) - before
    assert 'down_revision = "mine"' in revisions(spec)[new]


@pytest.mark.parametrize(
    "text",
    [
        MINE.replace("'mine'", "'HEAD'"),
        MINE.replace("'HEAD',", "'HEAD', 'nobody'"),
        MINE.replace("'HEAD'", "'mine'"),
        "revision = name()\ndown_revision = 'HEAD'\n",
        "revision = 'mine'\n",
        "revision = 'a\"b'\ndown_revision = 'HEAD'\n",
        "revision = (\n",
    ],
    ids=["double", "unknown", "ring", "computed", "no predecessor", "odd name", "no Python"],
)
def test_history_that_is_no_graph_stops_the_build(spec: Path, text: str) -> None:
    (spec / VERSIONS / "0007_mine.py").write_text(text.replace("HEAD", head(spec)), "utf-8")
    add_field(spec, "one")
    before = revisions(spec)
    assert [code for code, _ in codes(spec)] == ["MSC811"]
    assert revisions(spec) == before


@pytest.mark.parametrize("text", ["{", '{"format_version": 99, "system": {}}', None])
def test_lost_record_of_the_last_system_is_written_again(spec: Path, text: str | None) -> None:
    record = spec / "build" / SYSTEM
    before = record.read_bytes()
    if text is None:
        record.unlink()
    else:
        record.write_text(text, "utf-8")
    assert codes(spec) == []
    assert record.read_bytes() == before


def test_lost_record_of_a_revision_is_that_of_the_last_system(spec: Path) -> None:
    record = next((spec / RECORDS).iterdir())
    before = record.read_bytes()
    record.unlink()
    add_field(spec, "one")
    assert codes(spec) == []
    assert record.read_bytes() == before
    assert len(revisions(spec)) == 2
    record.write_text("{", "utf-8")
    add_field(spec, "two")
    assert codes(spec) == [("MSC805", (RECORDS / record.name).relative_to("build").as_posix())]


def test_entity_that_goes_takes_its_files_unless_one_was_edited(spec: Path) -> None:
    edit(spec, "entities:\n", "entities:\n  mark:\n    fields: {text: string}\n")
    assert codes(spec) == []
    model = "services/db_postgres_service/src/models/mark.py"
    assert (spec / "build" / model).exists()
    edit(spec, "  mark:\n    fields: {text: string}\n", "")
    assert [code for code, _ in codes(spec)] == ["MSC806"]
    with (spec / "spec.yaml").open("a", encoding="utf-8") as file:
        file.write("removed: {mark: Notes have no marks.}\n")
    written = (spec / "build" / model).read_text("utf-8")
    (spec / "build" / model).write_text(written + "MINE = True\n", "utf-8")
    before = revisions(spec)
    assert codes(spec) == [("MSC803", model)]
    assert revisions(spec) == before
    (spec / "build" / model).write_text(written, "utf-8")
    assert codes(spec) == []
    assert not (spec / "build" / model).exists()
    (name,) = (name for name in revisions(spec) if name.endswith("_drop_table_marks.py"))
    assert """leave('DROP TABLE IF EXISTS "marks"')""" in revisions(spec)[name]
