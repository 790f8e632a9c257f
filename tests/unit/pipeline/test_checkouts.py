"""A built folder that went through git: other line ends, and records of older releases."""

import shutil
import subprocess
from pathlib import Path

import pytest

from msc.emit.manifest import MANIFEST, SYSTEM
from msc.emit.revisions.machinery import CURRENT, LATER
from msc.pipeline.building import build

ROOT = Path(__file__).parents[3]
RELEASES = ROOT / "tests" / "releases"
VERSIONS = Path("services/db_postgres_service/alembic/versions")


def git(folder: Path, *arguments: str) -> str:
    """Runs git, without what a person has configured."""
    options = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *options, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("with_attributes", [True, False])
def test_clone_with_line_ends_of_windows_is_current(
    tmp_path: Path, pocket: Path, with_attributes: bool
) -> None:
    one = tmp_path / "one"
    shutil.copytree(pocket, one)
    if not with_attributes:
        (one / "build" / ".gitattributes").unlink()
    git(tmp_path, "init", "--quiet", str(one))
    git(one, "add", "--all")
    git(one, "commit", "--quiet", "--message", "built")
    git(tmp_path, "clone", "--quiet", "--config", "core.autocrlf=true", str(one), "two")
    clone = tmp_path / "two"
    has_other_ends = b"\r\n" in (clone / "build" / "Makefile").read_bytes()
    assert has_other_ends is not with_attributes
    if not with_attributes:
        assert b"\r\n" in (clone / "build" / MANIFEST).read_bytes()
        assert not build(clone, clone / "build").failed
    checked = build(clone, clone / "build", check=True)
    assert not checked.diagnostics
    with (clone / "build" / "Makefile").open("a", newline="") as file:
        file.write("mine:\r\n")
    edited = build(clone, clone / "build")
    assert [diagnostic.code.id for diagnostic in edited.diagnostics] == ["MSC801"]
    assert edited.value is not None
    (edit,) = edited.value.edits
    assert [line for line in edit.splitlines()[2:] if line[0] in "+-"] == ["+mine:"]


@pytest.fixture(scope="module")
def pocket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest example with its build beside it."""
    folder = tmp_path_factory.mktemp("pocket") / "pocket"
    shutil.copytree(ROOT / "specs/examples/pocket", folder)
    assert not build(folder, folder / "build").failed
    return folder


@pytest.mark.parametrize("release", sorted(path.name for path in RELEASES.iterdir()))
@pytest.mark.parametrize("example", ["pocket", "p2p-lending"])
def test_records_of_an_older_release_build_on(tmp_path: Path, release: str, example: str) -> None:
    spec, out = ROOT / "specs/examples" / example, tmp_path / "out"
    first = build(spec, out)
    assert not first.failed
    new = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    shutil.rmtree(out / ".msc")
    shutil.rmtree(out / VERSIONS)
    for path in (RELEASES / release / example).iterdir():
        place = out / (VERSIONS if path.suffix == ".py" else ".msc") / path.name
        place.parent.mkdir(exist_ok=True)
        shutil.copy(path, place)
    # What that release wrote lies in the folder as it wrote it; the rest is written anew.
    (out / "README.md").unlink()
    outcome = build(spec, out)
    assert outcome.diagnostics == first.diagnostics
    revisions = {path.name for path in (out / VERSIONS).iterdir()}
    (added,) = revisions - {path.name for path in (RELEASES / release / example).glob("*.py")}
    # What later releases need of the database: machinery, and indexes that read its lists.
    text = (out / VERSIONS / added).read_text("utf-8")
    assert all(f'"{name}"' in text for name in CURRENT)
    created = sum(
        call.startswith("op.create_table(") for name in CURRENT for call in LATER[name].create
    )
    assert text.count("op.create_table(") == created
    # What the examples have got since.
    columns = ('"people", sa.Column("active"', '"bookings", sa.Column("cancelled_on"')
    new_fields = columns if example == "pocket" else ()
    assert text.count("op.add_column(") == len(new_fields)
    assert all(field in text for field in new_fields)
    now = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert now[Path(SYSTEM)] == new[Path(SYSTEM)]
    assert now[Path("README.md")] == new[Path("README.md")]
    assert not build(spec, out, check=True).failed
