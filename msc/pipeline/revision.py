"""The files of a spec in a git revision."""

import io
import os
import posixpath
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from msc.core.record import Record
from msc.core.visible import visible
from msc.pipeline.inputs import ANSWERS, MAX_FILE_BYTES, SKIPPED, SUFFIXES, Inputs

LINK = "120000"
# No chain of links that people make is longer, and one in a circle has to end.
MAX_LINKS = 8


class NoBase(Record):
    """Why there is no base to compare with."""

    reason: str


class _Blob(Record):
    mode: str
    id: str


def inputs_of(revision: str, source: Path) -> Inputs | NoBase:
    """The files of a spec, a folder or a file, as of a revision of its repository."""
    place = source.resolve()
    folder = place if place.is_dir() else place.parent
    unknown = f"`{revision}` is not a folder, a file or a git revision of this spec"
    prefix = _git(folder, unknown, "rev-parse", "--show-prefix")
    if isinstance(prefix, NoBase):
        return prefix
    named = ("--verify", "--end-of-options", f"{revision}^{{commit}}")
    commit = _git(folder, unknown, "rev-parse", *named)
    if isinstance(commit, NoBase):
        return commit
    below = os.fsdecode(prefix).rstrip("\n").rstrip("/")
    inside = posixpath.join(below, "" if place.is_dir() else place.name).rstrip("/") or "spec"
    absent = f"there is no `{inside}` in the git revision `{revision}`"
    listed = _git(folder, absent, "ls-tree", "-rz", "--full-tree", f"{commit.decode()}:{below}")
    if isinstance(listed, NoBase):
        return NoBase(absent)
    blobs = dict(_blob(line) for line in os.fsdecode(listed).split("\0") if line)
    names = _parts(blobs, None if place.is_dir() else place.name)
    if not any(name != ANSWERS for name in names):
        return NoBase(absent)
    return _read(folder, names, blobs, absent)


def _blob(line: str) -> tuple[str, _Blob]:
    facts, _, name = line.partition("\t")
    mode, _, identity = facts.split(" ")
    return name, _Blob(mode, identity)


def _parts(blobs: Mapping[str, _Blob], file: str | None) -> list[str]:
    """The names of the spec's files, by the same rules as on disk, or that of a single file."""
    if file is not None:
        return [name for name in sorted({file, ANSWERS}) if name in blobs]
    outputs = {name.partition("/.msc/")[0] for name in blobs if "/.msc/" in name}
    return sorted(name for name in blobs if _is_part(PurePosixPath(name), outputs))


def _is_part(path: PurePosixPath, outputs: set[str]) -> bool:
    return (
        path.name.endswith(SUFFIXES)
        and not any(part.startswith(".") for part in path.parts)
        and SKIPPED.isdisjoint(path.parts[:-1])
        and outputs.isdisjoint(parent.as_posix() for parent in path.parents)
    )


def _read(
    folder: Path, names: list[str], blobs: Mapping[str, _Blob], refusal: str
) -> Inputs | NoBase:
    links = {name: blob.id for name, blob in blobs.items() if blob.mode == LINK}
    targets = _contents(folder, links.values())
    homes = {
        name: _home(name, {link: os.fsdecode(targets[id_]) for link, id_ in links.items()})
        for name in names
    }
    for name, home in homes.items():
        if home not in blobs or home in links:
            return NoBase(f"{refusal}: `{name}` is a link that leads out of it")
    held = _contents(folder, [blobs[home].id for home in homes.values()])
    documents = [(name, held[blobs[home].id][:MAX_FILE_BYTES]) for name, home in homes.items()]
    answers = next((document for document in documents if document[0] == ANSWERS), None)
    return Inputs(tuple(document for document in documents if document[0] != ANSWERS), answers)


def _home(name: str, targets: Mapping[str, str]) -> str:
    """The path of a file's content, with links resolved."""
    for _ in range(MAX_LINKS):
        if name not in targets:
            break
        name = posixpath.normpath(posixpath.join(posixpath.dirname(name), targets[name]))
    return name


def _contents(folder: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """The blobs by their object names. Git prints a line that ends in a size, then the bytes."""
    wanted = sorted(set(ids))
    asked = "".join(f"{name}\n" for name in wanted).encode()
    command = ("git", "cat-file", "--batch")
    stream = io.BytesIO(
        subprocess.run(command, cwd=folder, input=asked, capture_output=True, check=True).stdout
    )
    held = {}
    for name in wanted:
        held[name] = stream.read(int(stream.readline().split()[2]))
        stream.readline()
    return held


def _git(folder: Path, refusal: str, *arguments: str) -> bytes | NoBase:
    """The output of git without its trailing newline; or an error with git's message."""
    environment = os.environ | {"LC_ALL": "C"}
    try:
        done = subprocess.run(
            ("git", *arguments), cwd=folder, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError:
        return NoBase(f"{refusal}; git is not installed")
    if done.returncode != 0:
        message = done.stderr.decode("utf-8", "replace").strip()
        plain = message.startswith("fatal: not a git repository (or any")
        return NoBase(
            refusal if plain else f"{refusal}; git says: {visible(' '.join(message.split()))}"
        )
    return done.stdout.removesuffix(b"\n")
