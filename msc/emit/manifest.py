"""The record of a build: every path with its owner and its digest.

Its format supports merges: each file has a line of its own, in any order, with blank lines in
between, because git reports changes of adjacent lines as a conflict. After a union merge, a path
may have several lines, and the text may contain conflict markers.
"""

from itertools import groupby
from json.encoder import encode_basestring_ascii as quoted

from msc.core.conflicts import sides
from msc.core.record import Record, decode
from msc.emit.contents import RECORDS, is_inside
from msc.emit.tree import FileTree, Owner

FORMAT_VERSION = 2
MANIFEST = f"{RECORDS}/manifest.json"
SYSTEM = f"{RECORDS}/system.json"


class Recorded(Record):
    """A path written by msc, with the digest of its content.

    There are several digests after a merge of two branches that both changed the file. Seeded files
    have none, because they belong to the user.
    """

    path: str
    owner: Owner
    digests: tuple[str, ...]

    @property
    def merged(self) -> bool:
        """Whether two branches wrote different texts, which git may have merged."""
        return len(self.digests) > 1


class Manifest(Record):
    """The output of the last build."""

    files: tuple[Recorded, ...]

    def by_path(self) -> dict[str, Recorded]:
        """The records by their path."""
        return {file.path: file for file in self.files}


class ManifestBody(Record):
    """A manifest as stored; a last item ends the list, so that all lines look alike."""

    format_version: int
    files: tuple[tuple[str, Owner, str] | None, ...]


class BodyOfFormat1(Record):
    """The first format, which also had digests of the whole."""

    format_version: int
    inputs: str
    system: str
    files: dict[str, tuple[Owner, str]]


def files_of(tree: FileTree, kept: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """The records of a tree; `kept` are existing HISTORY files."""
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
    body = "".join(
        f"[{quoted(file.path)}, {quoted(file.owner)}, {quoted(digest)}],\n\n"
        for file in manifest.files
        for digest in file.digests
    )
    return f'{{\n"format_version": {FORMAT_VERSION},\n"files": [\n\n{body}null]}}\n'


def from_text(text: str) -> Manifest:
    """The manifest of a text in any format or of both sides of a merge; raises ValueError."""
    facts = sorted([fact for side in sides(text) for fact in _facts(side)])
    files = _single(facts) or tuple(
        Recorded(path, owner, tuple(dict.fromkeys(digest for _, _, digest in group)))
        for (path, owner), group in groupby(facts, key=lambda fact: fact[:2])
    )
    if not all(is_inside(file.path) for file in files):
        raise ValueError("it names a path outside the folder")
    return Manifest(files)


def _single(facts: list[tuple[str, Owner, str]]) -> tuple[Recorded, ...] | None:
    """The records, if no path has several digests."""
    if len({path for path, _, _ in facts}) < len(facts):
        return None
    return tuple([Recorded(path, owner, (digest,)) for path, owner, digest in facts])


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
