"""Where the next revision begins: the state that a built folder holds."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.emit.manifest import MANIFEST, SYSTEM
from msc.pipeline.building import build

VERSIONS = Path("build/services/db_postgres_service/alembic/versions")
FIELD = "max_length: 2000}"
MINE = "revision: str = 'mine'\ndown_revision: tuple[str, ...] | None = ('0001',)\n"


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
    return [(each.code.id, each.span.file) for each in outcome.diagnostics]


def revisions(spec: Path) -> dict[str, str]:
    return {each.name: each.read_text("utf-8") for each in sorted((spec / VERSIONS).glob("*.py"))}


def test_each_change_of_a_table_adds_one_revision_after_the_last(spec: Path) -> None:
    seen = revisions(spec)
    for number, name in enumerate(("one", "two"), 2):
        add_field(spec, name)
        assert codes(spec) == []
        now = revisions(spec)
        (new,) = set(now) - set(seen)
        assert new == f"000{number}_add_column_notes_{name}.py"
        assert f'down_revision = "000{number - 1}"' in now[new]
        assert {path: now[path] for path in seen} == seen
        seen = now
    assert codes(spec) == []
    assert revisions(spec) == seen


def test_what_is_no_table_adds_no_revision(spec: Path) -> None:
    seen = revisions(spec)
    edit(spec, "description: Write a note.", "description: Write.")
    assert codes(spec) == []
    assert revisions(spec) == seen


def test_same_steps_make_the_same_bytes(spec: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(spec, tmp_path / "other"))
    for each in (spec, other):
        add_field(each, "one")
        assert codes(each) == []
    assert revisions(spec) == revisions(other)
    assert (spec / "build" / MANIFEST).read_bytes() == (other / "build" / MANIFEST).read_bytes()


def test_deleted_folder_begins_with_a_baseline_of_today(spec: Path) -> None:
    add_field(spec, "one")
    shutil.rmtree(spec / "build")
    assert codes(spec) == []
    assert list(revisions(spec)) == ["0001_baseline.py"]
    assert '"one"' in revisions(spec)["0001_baseline.py"]


def test_deleted_revisions_begin_with_a_baseline_of_today(spec: Path) -> None:
    add_field(spec, "one")
    assert codes(spec) == []
    shutil.rmtree(spec / VERSIONS)
    assert codes(spec) == []
    assert list(revisions(spec)) == ["0001_baseline.py"]


def test_one_deleted_revision_stops_the_build(spec: Path) -> None:
    add_field(spec, "one")
    assert codes(spec) == []
    path = VERSIONS / "0002_add_column_notes_one.py"
    (spec / path).unlink()
    assert codes(spec) == [("MSC811", path.relative_to("build").as_posix())]


def test_amended_revision_stays_as_it_is(spec: Path) -> None:
    path = spec / VERSIONS / "0001_baseline.py"
    path.write_text(path.read_text("utf-8") + "\n# Amended.\n", "utf-8")
    add_field(spec, "one")
    assert codes(spec) == []
    assert path.read_text("utf-8").endswith("# Amended.\n")


def test_revision_of_ones_own_comes_before_the_next(spec: Path) -> None:
    (spec / VERSIONS / "0007_mine.py").write_text(MINE, "utf-8")
    add_field(spec, "one")
    assert codes(spec) == []
    assert 'down_revision = "mine"' in revisions(spec)["0008_add_column_notes_one.py"]


@pytest.mark.parametrize(
    "text",
    [
        MINE.replace("'mine'", "'0001'"),
        "revision = 'mine'\ndown_revision = None\n",
        "revision = name()\ndown_revision = '0001'\n",
        "revision = 'mine'\n",
        "revision = 'a\"b'\ndown_revision = '0001'\n",
        "revision = (\n",
    ],
    ids=["double", "two heads", "computed", "no predecessor", "odd name", "no Python"],
)
def test_history_that_is_no_line_stops_the_build(spec: Path, text: str) -> None:
    (spec / VERSIONS / "0007_mine.py").write_text(text, "utf-8")
    add_field(spec, "one")
    before = revisions(spec)
    assert [code for code, _ in codes(spec)] == ["MSC811"]
    assert revisions(spec) == before


def test_other_record_of_the_last_system_stops_the_build(spec: Path) -> None:
    record = spec / "build" / SYSTEM
    record.write_text(record.read_text("utf-8").replace('"notes"', '"memos"'), "utf-8")
    add_field(spec, "one")
    assert codes(spec) == [("MSC805", SYSTEM)]


def test_lost_record_of_an_unchanged_spec_is_written_again(spec: Path) -> None:
    before = (spec / "build" / SYSTEM).read_bytes()
    (spec / "build" / SYSTEM).unlink()
    assert codes(spec) == []
    assert (spec / "build" / SYSTEM).read_bytes() == before


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
    assert 'op.drop_table("marks")' in revisions(spec)["0003_drop_table_marks.py"]
