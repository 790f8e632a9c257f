"""Applies many file changes as one: staged, recorded, applied, and completed after a crash.

Before the journal exists, nothing is modified; afterwards, every step can be repeated, so the next
build completes the work first. The journal records the previous content of each path, so that later
edits by a person are never overwritten.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.record import Record, asdict, decode
from msc.emit.contents import RECORDS, digest, digest_at, is_inside, link_before, place

STAGING = f"{RECORDS}/staging"
STAGED = f"{STAGING}/files"
JOURNAL = f"{RECORDS}/journal.json"
PLAIN, EXECUTABLE = 0o644, 0o755
FLUSHERS = 8


class FileChange(Record):
    """A path, with its digests before and after the change (None: absent)."""

    path: str
    before: str | None
    after: str | None


class Content(Record):
    """The bytes of a file to write, with their digest."""

    data: bytes
    digest: str
    executable: bool = False


def content_of(text: str, *, executable: bool = False) -> Content:
    """The content of a file with that text."""
    data = text.encode()
    return Content(data, digest(data), executable)


class Work(Record):
    """Pending changes to a folder: paths to remove, and to move out of the staging area."""

    removed: tuple[FileChange, ...]
    written: tuple[FileChange, ...]


def commit(
    root: Path,
    written: Mapping[str, Content],
    removed: tuple[str, ...],
    seen: Mapping[str, str | None],
) -> tuple[Diagnostic, ...]:
    """Writes all contents and removes all paths atomically; the caller holds the lock.

    `seen` holds the digests on which the decision was based. If a file has changed since, nothing
    is written, and the conflicts are returned.
    """
    _stage(root / STAGED, written)
    # The records go last, so that they never describe files that are not there yet.
    order = sorted(written, key=lambda path: (path.startswith(f"{RECORDS}/"), path))
    work = Work(
        tuple(FileChange(path, seen[path], None) for path in sorted(removed)),
        tuple(FileChange(path, seen[path], written[path].digest) for path in order),
    )
    conflicts = _conflicts(root, work)
    if not conflicts:
        _record(root, work)
        _apply(root, work)
    _forget_staged(root)
    return conflicts


def unfinished(root: Path) -> tuple[Diagnostic, ...]:
    """The diagnostic of read-only commands after an interrupted build."""
    if not os.path.lexists(root / JOURNAL):
        return ()
    state = "what an interrupted build left, which the next one finishes"
    return (at(codes.NOT_CURRENT, place(JOURNAL), path=JOURNAL, state=state),)


def recover(root: Path) -> tuple[Diagnostic, ...]:
    """Completes or discards the work of an interrupted run; returns what prevents it.

    The caller holds the lock.
    """
    link = link_before(root, JOURNAL)
    if link is not None:
        return (at(codes.LINK_IN_THE_WAY, place(link), path=JOURNAL, link=link),)
    try:
        work = _recorded(root)
    except ValueError as error:
        return (at(codes.BROKEN_RECORD, place(JOURNAL), path=JOURNAL, reason=error),)
    if work is not None:
        conflicts = _conflicts(root, work)
        if conflicts:
            return conflicts
        _apply(root, work)
    _forget_staged(root)
    return ()


def _conflicts(root: Path, work: Work) -> tuple[Diagnostic, ...]:
    """Paths whose content is neither the previous nor the new one."""
    conflicts = (_conflict(root, change) for change in (*work.removed, *work.written))
    return tuple(conflict for conflict in conflicts if conflict is not None)


def _conflict(root: Path, change: FileChange) -> Diagnostic | None:
    path = change.path
    link = link_before(root, path)
    if link is not None:
        return at(codes.LINK_IN_THE_WAY, place(link), path=path, link=link)
    was_moved = change.after is not None and not os.path.lexists(root / STAGED / path)
    if was_moved or digest_at(root, path) in (None, change.before, change.after):
        return None
    if path.startswith(f"{RECORDS}/"):
        reason = "it was changed during a build"
        return at(codes.BROKEN_RECORD, place(path), path=path, reason=reason)
    if change.after is None:
        return at(codes.EDITED_ORPHAN, place(path), path=path)
    code = codes.FILE_IN_THE_WAY if change.before is None else codes.EDITED_FILE
    return at(code, place(path), path=path)


def _stage(staged: Path, contents: Mapping[str, Content]) -> None:
    # Only a build that changes something pays for loading it.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    _make_folders(staged, contents)
    for path, content in sorted(contents.items()):
        _write(staged / path, content.data, EXECUTABLE if content.executable else PLAIN)
    # A disk brings many files to rest together in about the time of one.
    with ThreadPoolExecutor(FLUSHERS) as pool:
        list(pool.map(_flush, (staged / path for path in sorted(contents))))


def _make_folders(root: Path, paths: Iterable[str]) -> None:
    for folder in sorted({"", *(os.path.dirname(path) for path in paths)}):
        (root / folder).mkdir(parents=True, exist_ok=True)


def _write(path: Path, data: bytes, mode: int) -> None:
    with open(path, "wb") as file:
        file.write(data)
    # Afterwards, so that the umask has no effect.
    path.chmod(mode)


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        # Windows cannot open folders, and flushes their entries itself.
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _record(root: Path, work: Work) -> None:
    # In the staging area, so that a run that is stopped here leaves nothing else behind.
    aside = root / STAGING / "journal.json"
    _write(aside, _to_text(work).encode(), PLAIN)
    _flush(aside)
    aside.replace(root / JOURNAL)
    _flush(root / RECORDS)


def _to_text(work: Work) -> str:
    named = {"removed": work.removed, "written": work.written}
    body = {name: [asdict(change) for change in changes] for name, changes in named.items()}
    return json.dumps(body, indent=1)


def _recorded(root: Path) -> Work | None:
    try:
        work = decode((root / JOURNAL).read_text("utf-8"), Work)
    except FileNotFoundError:
        return None
    if not all(is_inside(change.path) for change in (*work.removed, *work.written)):
        raise ValueError("it names a path outside the folder")
    return work


def _apply(root: Path, work: Work) -> None:
    for path in (change.path for change in work.removed):
        (root / path).unlink(missing_ok=True)
        _prune((root / path).parent, root)
    paths = [change.path for change in work.written]
    _make_folders(root, paths)
    for path in paths:
        # Files that are no longer staged were moved by the interrupted run.
        with suppress(FileNotFoundError):
            (root / STAGED / path).replace(root / path)
    (root / JOURNAL).unlink()


def _forget_staged(root: Path) -> None:
    if (root / STAGING).exists():
        shutil.rmtree(root / STAGING)


def _prune(folder: Path, root: Path) -> None:
    while folder != root and not (folder.is_dir() and any(folder.iterdir())):
        # An interrupted run may have removed it and not yet its parents.
        if folder.is_dir():
            folder.rmdir()
        folder = folder.parent
