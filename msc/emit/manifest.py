"""The record of a build: every path with its owner and its digest."""

import json
from typing import Literal

from msc.core.record import Record, decode
from msc.emit.contents import RECORDS, digest, is_inside
from msc.emit.tree import FileTree, Owner

FORMAT_VERSION = 1
MANIFEST = f"{RECORDS}/manifest.json"
SYSTEM = f"{RECORDS}/system.json"


class Recorded(Record):
    """A path that msc wrote; the digest of a seeded file is not kept, for it is not msc's."""

    path: str
    owner: Owner
    digest: str


class Manifest(Record):
    """What the last build wrote; the digests of its inputs and of the system that they said."""

    inputs: str
    system: str
    files: tuple[Recorded, ...]

    def by_path(self) -> dict[str, Recorded]:
        """The records by their path."""
        return {each.path: each for each in self.files}


class Body(Record):
    """A manifest as it is stored."""

    format_version: Literal[1]
    inputs: str
    system: str
    files: dict[str, tuple[Owner, str]]


def files_of(tree: FileTree, kept: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """The records of a tree; `kept` are older files of HISTORY that stay."""
    own = tuple(
        Recorded(
            each.path,
            each.owner,
            "" if each.owner is Owner.SEEDED else digest(each.text.encode()),
        )
        for each in tree.files
    )
    paths = {each.path for each in own}
    rest = tuple(each for each in kept if each.path not in paths)
    return tuple(sorted((*own, *rest), key=lambda each: each.path))


def to_text(manifest: Manifest) -> str:
    """One line per file, so that two branches merge."""
    lines = [
        f"  {json.dumps(each.path)}: {json.dumps([each.owner, each.digest])}"
        for each in manifest.files
    ]
    body = ",\n".join(lines)
    head = (
        f'"format_version": {FORMAT_VERSION},\n "inputs": {json.dumps(manifest.inputs)},\n '
        f'"system": {json.dumps(manifest.system)}'
    )
    return f'{{{head},\n "files": {{\n{body}\n}}}}\n'


def from_text(text: str) -> Manifest:
    """The manifest of a text; raises ValueError for anything else."""
    body = decode(text, Body)
    files = tuple(Recorded(path, *said) for path, said in body.files.items())
    manifest = Manifest(body.inputs, body.system, files)
    if not all(is_inside(each.path) for each in manifest.files):
        raise ValueError("it names a path outside of the folder")
    return manifest
