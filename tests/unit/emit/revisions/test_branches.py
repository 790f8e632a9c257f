"""Two branches that each changed the tables, merged by git: one build makes the tree current."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from msc.cli import main
from msc.core.catalogue.flow import NOT_WRITTEN
from msc.emit.destination import look
from msc.emit.history import read_history
from msc.emit.revisions.additions import JOINS
from msc.pipeline.building import build

VERSIONS = Path("build/services/db_postgres_service/alembic/versions")
EXT = Path("build/services/api_service/src/ext/wiring.py")
FIELD = "text: {type: text, max_length: 2000}"


def git(folder: Path, *arguments: str, check: bool = True) -> str:
    """Runs git, without what a person has configured."""
    options = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *options, *arguments], cwd=folder, capture_output=True, text=True, check=check
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "built")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a spec and its first build."""
    folder = tmp_path_factory.mktemp("first") / "notes"
    CliRunner().invoke(main, ["init", str(folder)], catch_exceptions=False)
    assert not build(folder, folder / "build").failed
    git(folder.parent, "init", "--quiet", "--initial-branch", "main", str(folder))
    commit(folder)
    return folder


@pytest.fixture
def spec(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "notes"))


def revisions(spec: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((spec / VERSIONS).glob("*.py"))}


def edit(spec: Path, *edits: tuple[str, str]) -> None:
    path = spec / "spec.yaml"
    text = path.read_text("utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def built(spec: Path) -> list[str]:
    # The small specs of these tests have entities that nothing writes.
    diagnostics = build(spec, spec / "build").diagnostics
    return [diagnostic.code.id for diagnostic in diagnostics if diagnostic.code != NOT_WRITTEN]


def branch(spec: Path, name: str, *edits: tuple[str, str], ext: str = "") -> None:
    """A branch of main with an edit of the spec, and the build of it."""
    git(spec, "checkout", "--quiet", "-b", name, "main")
    edit(spec, *edits)
    assert built(spec) == []
    if ext:
        with (spec / EXT).open("a") as file:
            file.write(ext)
        (spec / EXT).with_name(f"{name}.py").write_text("MINE = 1\n")
    commit(spec)


def merge(spec: Path, one: str, other: str, text: str | None = None) -> None:
    """Merges two branches; what conflicts in the spec is `text`, the rest is as git left it."""
    git(spec, "checkout", "--quiet", one)
    git(spec, "merge", "--quiet", "--no-edit", other, check=False)
    if text is not None:
        (spec / "spec.yaml").write_text(text, "utf-8")
    assert "<<<<" not in (spec / "spec.yaml").read_text("utf-8")


def added(name: str) -> tuple[str, str]:
    return (FIELD, f"{FIELD}\n      {name}: {{type: integer, optional: true}}")


def declared(name: str) -> tuple[str, str]:
    return ("operations:\n", f"  {name}:\n    fields: {{text: string}}\n\noperations:\n")


def assert_current(spec: Path) -> None:
    assert build(spec, spec / "build", check=True).diagnostics == ()
    commit(spec)
    assert git(spec, "status", "--porcelain") == ""
    (name,) = heads(spec)
    assert name


def heads(spec: Path) -> set[str]:
    seen = look(spec / "build").value
    assert seen is not None
    history = read_history(seen, None).value
    assert history is not None
    return set(history.graph.heads)


def test_independent_changes_are_joined_by_a_revision_that_does_nothing(spec: Path) -> None:
    branch(spec, "one", added("rank"), ext="# one\n")
    branch(spec, "two", declared("mark"))
    before = revisions(spec)
    git(spec, "checkout", "--quiet", "one")
    before |= revisions(spec)
    merge(spec, "one", "two")
    assert len(heads(spec)) == 2
    assert built(spec) == []
    assert_current(spec)
    after = revisions(spec)
    (name,) = set(after) - set(before)
    assert "op." not in after[name]
    assert {path: after[path] for path in before} == before
    assert (spec / EXT).read_text().endswith("# one\n")
    assert (spec / EXT).with_name("one.py").exists()


def test_changes_in_each_others_way_are_joined_by_the_way_that_is_left(spec: Path) -> None:
    branch(spec, "one", added("rank"))
    text = (spec / "spec.yaml").read_text("utf-8")
    branch(
        spec,
        "two",
        (FIELD, f"{FIELD}\n      rank: {{type: string, max_length: 9, optional: true}}"),
    )
    merge(spec, "one", "two", text)
    assert built(spec) == []
    assert_current(spec)
    joins = [text for text in revisions(spec).values() if JOINS in text]
    amended = [text for text in revisions(spec).values() if "upgrade_before_" in text]
    assert (len(joins), len(amended)) == (1, 3)


def test_same_change_on_both_branches_is_one_revision(spec: Path) -> None:
    branch(spec, "one", added("rank"))
    branch(spec, "two", added("rank"), declared("mark"))
    git(spec, "checkout", "--quiet", "-b", "three", "main")
    edit(spec, added("rank"))
    assert built(spec) == []
    commit(spec)
    merge(spec, "one", "three")
    assert built(spec) == []
    assert len(revisions(spec)) == 2
    assert_current(spec)


def test_three_branches_are_joined_one_after_the_other(spec: Path) -> None:
    branch(spec, "one", added("rank"))
    branch(spec, "two", declared("mark"))
    branch(spec, "three", ("  title: Notes", "  title: Notebook"))
    merge(spec, "one", "three")
    merge(spec, "one", "two") if not built(spec) and not commit(spec) else None
    assert built(spec) == []
    assert_current(spec)


def test_records_in_conflict_are_understood(spec: Path) -> None:
    branch(spec, "one", added("rank"), ext="# one\n")
    text = (spec / "spec.yaml").read_text("utf-8")
    branch(spec, "two", added("size"))
    both = text.replace("      rank:", "      size: {type: integer, optional: true}\n      rank:")
    merge(spec, "one", "two", both)
    assert "<<<<" in (spec / "build/.msc/system.json").read_text("utf-8")
    marked = git(spec, "diff", "--name-only", "--diff-filter=U").splitlines()
    assert "build/.msc/manifest.json" not in marked
    assert built(spec) == []
    assert_current(spec)
    assert not any("<<<<" in path.read_text("utf-8") for path in (spec / "build").rglob("*.py"))
    assert (spec / EXT).read_text().endswith("# one\n")


def test_hand_edit_that_was_merged_is_not_lost(spec: Path) -> None:
    branch(spec, "one", added("rank"))
    git(spec, "checkout", "--quiet", "-b", "two", "main")
    with (spec / "build/Makefile").open("a") as file:
        file.write("mine:\n")
    commit(spec)
    merge(spec, "one", "two")
    assert built(spec) == ["MSC801"]


def test_what_git_still_has_is_not_begun_anew(spec: Path) -> None:
    shutil.rmtree(spec / "build")
    outcome = build(spec, spec / "build")
    assert {diagnostic.code.id for diagnostic in outcome.diagnostics} == {"MSC815"}
    paths = {diagnostic.span.file for diagnostic in outcome.diagnostics}
    assert EXT.relative_to("build").as_posix() in paths
    assert {path for path in paths if "/versions/" in path}
    assert not (spec / "build").exists()
    git(spec, "rm", "-r", "--cached", "--quiet", "build")
    assert built(spec) == []


def test_lost_file_of_ext_is_named(spec: Path) -> None:
    (spec / EXT).unlink()
    edit(spec, added("rank"))
    outcome = build(spec, spec / "build")
    assert [diagnostic.code.id for diagnostic in outcome.diagnostics] == ["MSC815"]
    assert "git restore" in outcome.diagnostics[0].hint


def test_field_that_came_and_went_before_a_commit_is_no_loss(spec: Path) -> None:
    edit(spec, added("rank"))
    assert built(spec) == []
    edit(spec, added("rank")[::-1])
    assert built(spec) == []
    commit(spec)
    edit(spec, added("rank"))
    assert built(spec) == []
    commit(spec)
    edit(spec, added("rank")[::-1])
    assert built(spec) == ["MSC806"]


def test_bad_default_is_mended_before_a_commit(spec: Path) -> None:
    before = revisions(spec)
    edit(spec, (FIELD, f"{FIELD}\n      rank: {{type: integer, default: 5}}"))
    assert built(spec) == []
    (name,) = set(revisions(spec)) - set(before)
    edit(spec, ("default: 5", "default: 5, fill: 7"))
    assert built(spec) == []
    assert set(revisions(spec)) == {*before, name}
    assert 'server_default="7"' in revisions(spec)[name]
    assert built(spec) == []
    commit(spec)
    edit(spec, ("fill: 7", "fill: 8"))
    assert built(spec) == []
    assert 'server_default="7"' in revisions(spec)[name]
    assert len(revisions(spec)) == 2


def test_ignored_folder_is_one_that_git_cannot_know(spec: Path) -> None:
    git(spec, "rm", "-r", "--cached", "--quiet", "build")
    (spec / ".gitignore").write_text("build/\n")
    commit(spec)
    edit(spec, added("rank"))
    assert built(spec) == []
    edit(spec, added("rank")[::-1])
    assert built(spec) == ["MSC806"]


@pytest.mark.parametrize(
    ("kept", "removed"), [(declared("mark"), "mark"), (added("rank"), "note.rank")]
)
def test_what_a_branch_accepted_stays_accepted(
    spec: Path, kept: tuple[str, str], removed: str
) -> None:
    edit(spec, kept)
    assert built(spec) == []
    commit(spec)
    accepted = ("operations:\n", f"removed:\n  {removed}: Nobody used it.\n\noperations:\n")
    branch(spec, "one", kept[::-1], accepted)
    edit(spec, accepted[::-1])
    assert built(spec) == []
    commit(spec)
    branch(spec, "two", (FIELD, f"{FIELD}\n      size: {{type: integer, optional: true}}"))
    text = (spec / "spec.yaml").read_text("utf-8").replace(kept[1], kept[0])
    merge(spec, "one", "two", text.replace(kept[1].removeprefix(kept[0]), ""))
    assert built(spec) == []
    assert_current(spec)


def test_deleted_revision_that_nobody_has_is_derived_again(spec: Path) -> None:
    before = revisions(spec)
    edit(spec, added("rank"))
    assert built(spec) == []
    after = revisions(spec)
    (name,) = set(after) - set(before)
    (spec / VERSIONS / name).unlink()
    assert built(spec) == []
    assert revisions(spec) == after
