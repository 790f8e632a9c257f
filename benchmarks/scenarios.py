"""The commands that are measured on one spec, each in a folder of its own."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.measure import Case

ROOT = Path(__file__).parents[1]
MSC = (sys.executable, "-m", "msc")
PACK = (sys.executable, "-m", "benchmarks.pieces")
RAW = (sys.executable, str(ROOT / "benchmarks" / "raw_jinja.py"))
GIT = ("git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@example.com")

CHECK, COLD, RAW_JINJA = "check", "cold build", "raw Jinja, same files"
AGAIN = "check, nothing changed"
SAME, EDITED, DIFF = "build, nothing changed", "build, one field changed", "diff against a revision"
EDITED_BARE = "build, one field changed, nothing kept"
LONGER = "build, one line added"


class Change(Protocol):
    """A change of a spec."""

    def apply(self, spec: Path, copy: Path, number: int) -> None:
        """Writes the change of a number into a copy of the spec."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one field: a text that occurs once in a file of the spec, and its replacement.

    No two changes are the same, so that nothing that is kept of one is an answer to another.
    """

    file: str
    old: str
    new: str

    def apply(self, spec: Path, copy: Path, number: int) -> None:
        """Writes the change of a number into a copy of the spec."""
        _replace(spec, copy, self.file, (self.old, f"{self.new.removesuffix('.')} {number}."))


@dataclass(frozen=True, slots=True)
class Insertion:
    """Remarks before a line that occurs once in a file of the spec, one more with each change.

    So the rest of the file is each time where it was not before.
    """

    file: str
    line: str

    def apply(self, spec: Path, copy: Path, number: int) -> None:
        """Writes the change of a number into a copy of the spec."""
        remarks = "".join(f"# Remark {one}.\n" for one in range(number + 1))
        _replace(spec, copy, self.file, (self.line, f"{remarks}{self.line}"))


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes after which a spec is built again."""

    field: Change
    line: Change


def _replace(spec: Path, copy: Path, file: str, texts: tuple[str, str]) -> None:
    text = (spec / file).read_text("utf-8")
    if text.count(texts[0]) != 1:
        raise ValueError(f"`{texts[0]}` has to stand once in {file}")
    (copy / file).write_text(text.replace(*texts), "utf-8")


def cases(spec: Path, changes: Changes, work: Path) -> list[Case]:
    """Everything that is measured on a spec; the folders are made below `work`."""
    return [
        Case(CHECK, (*MSC, "check", str(spec))),
        Case(AGAIN, (*MSC, "check", str(spec)), cache=str(work / "cache-of-checks")),
        _raw(spec, work),
        Case(COLD, _build(spec, work / "cold"), _moved_aside(work / "cold")),
        # The round that is not counted makes the build that later ones find current.
        Case(SAME, _build(spec, work / "same"), cache=str(work / "cache-of-same")),
        _changed(spec, changes.field, work, EDITED, str(work / "cache-of-edited")),
        _changed(spec, changes.field, work, EDITED_BARE, ""),
        _changed(spec, changes.line, work, LONGER, str(work / "cache-of-longer")),
        _diff(spec, changes.field, work),
    ]


def files_below(folder: Path) -> dict[str, Path]:
    """The files of a build by their path, its records left out."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: path
        for name, path in files.items()
        if path.is_file() and not name.startswith(".msc/")
    }


def _build(spec: Path, out: Path) -> tuple[str, ...]:
    return (*MSC, "build", str(spec), "--out", str(out))


def _moved_aside(folder: Path) -> Callable[[int], None]:
    # Not removed: after a removal ext4 looks for an inode that is not of late, for each file that
    # is made within a minute, and 500 files that took 11 ms take 170 ms.
    def move(number: int) -> None:
        if folder.exists():
            folder.rename(folder.with_name(f"{folder.name}-before-{number}"))

    return move


def _raw(spec: Path, work: Path) -> Case:
    packed, wanted, out = work / "pieces", work / "wanted", work / "raw"
    subprocess.run([*PACK, str(spec), str(packed), str(wanted)], cwd=ROOT, check=True)
    command = (*RAW, str(packed), str(out))
    subprocess.run(command, check=True)
    if _texts(out) != _texts(wanted):
        raise ValueError("plain Jinja does not render what a build renders")
    return Case(RAW_JINJA, command, _moved_aside(out))


def _texts(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_below(folder).items()}


def _changed(spec: Path, change: Change, work: Path, name: str, cache: str) -> Case:
    place = name.replace(", ", "-").replace(" ", "-")
    copy = shutil.copytree(spec, work / f"{place}-spec")
    command = _build(copy, work / place)
    return Case(name, command, lambda number: change.apply(spec, copy, number), cache)


def _diff(spec: Path, change: Change, work: Path) -> Case:
    copy = shutil.copytree(spec, work / "repository")
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Base"]):
        subprocess.run([*GIT, *arguments], cwd=copy, check=True)
    command = (*MSC, "diff", "HEAD", "--spec", str(copy))
    cache = str(work / "cache-of-diff")
    return Case(DIFF, command, lambda number: change.apply(spec, copy, number), cache)
