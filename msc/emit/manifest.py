"""The record of a build: every path with its owner and its digest.

It merges: each file is a line of its own that means the same wherever it stands, with a blank line
between two of them, because git takes changes of neighbouring lines for a conflict. A path may have
several lines, as a union merge leaves it, and the text may hold conflict markers.
"""

import json
from itertools import groupby

from msc.core.conflicts import sides
from msc.core.record import Record, decode
from msc.emit.contents import RECORDS, is_inside
from msc.emit.tree import FileTree, Owner

FORMAT_VERSION = 2
MANIFEST = f"{RECORDS}/manifest.json"
SYSTEM = f"{RECORDS}/system.json"


class Recorded(Record):
    """A path that msc wrote, with the digest of what it wrote there.

    After a merge of two branches that both changed the file there are several. That of a seeded
    file is not kept, for the file is not msc's.
    """

    path: str
    owner: Owner
    digests: tuple[str, ...]

    @property
    def merged(self) -> bool:
        """Whether two branches wrote different texts, so that git may have mixed them."""
        return len(self.digests) > 1


class Manifest(Record):
    """What the last build wrote."""

    files: tuple[Recorded, ...]

    def by_path(self) -> dict[str, Recorded]:
        """The records by their path."""
        return {file.path: file for file in self.files}


class ManifestBody(Record):
    """A manifest as it is stored; the last item ends the list, so that all lines are alike."""

    format_version: int
    files: tuple[tuple[str, Owner, str] | None, ...]


class BodyOfFormat1(Record):
    """The first format, which also held digests of the whole."""

    format_version: int
    inputs: str
    system: str
    files: dict[str, tuple[Owner, str]]


def files_of(tree: FileTree, kept: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """The records of a tree; `kept` are older files of HISTORY that stay."""
    own = tuple(
        Recorded(
            file.path,
            file.owner,
            ("",) if file.owner is Owner.SEEDED else (file.digest,),
        )
        for file in tree.files
    )
    settled = (Recorded(path, Owner.GENERATED, (digest,)) for path, digest in tree.settled.items())
    rest = tuple(file for file in kept if file.path not in tree.paths)
    return tuple(sorted((*own, *settled, *rest), key=lambda file: file.path))


def to_text(manifest: Manifest) -> str:
    """The stored text."""
    lines = (
        json.dumps([file.path, file.owner, digest])
        for file in manifest.files
        for digest in file.digests
    )
    body = "".join(f"{line},\n\n" for line in lines)
    return f'{{\n"format_version": {FORMAT_VERSION},\n"files": [\n\n{body}null]}}\n'


def from_text(text: str) -> Manifest:
    """The manifest of a text of any format, of both sides of a merge; raises ValueError else."""
    facts = sorted({fact for side in sides(text) for fact in _facts(side)})
    files = tuple(
        Recorded(path, owner, tuple(digest for _, _, digest in group))
        for (path, owner), group in groupby(facts, key=lambda fact: fact[:2])
    )
    if not all(is_inside(file.path) for file in files):
        raise ValueError("it names a path outside of the folder")
    return Manifest(files)


def _facts(text: str) -> list[tuple[str, Owner, str]]:
    if text.startswith('{"format_version": 1,'):
        older = decode(text, BodyOfFormat1)
        return [(path, owner, file_digest) for path, (owner, file_digest) in older.files.items()]
    body = decode(text, ManifestBody)
    if body.format_version != FORMAT_VERSION:
        raise ValueError(
            f"its format is {body.format_version}, and this version of msc reads formats up to "
            f"{FORMAT_VERSION}"
        )
    return [fact for fact in body.files if fact is not None]
