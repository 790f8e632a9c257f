"""The results of emission: a plan of paths, and the text of each."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property

from msc.core.record import Record, field
from msc.emit.contents import digest


class Owner(StrEnum):
    """The owner of a file once it is written."""

    GENERATED = "generated"
    SEEDED = "seeded"
    HISTORY = "history"


# Files of the user, and what the folders of a service hold.
SEEDED = frozenset({"compose.override.yml", ".env"})
FOLDERS = {
    "src/ext": Owner.SEEDED,
    "tests/custom": Owner.SEEDED,
    "alembic/versions": Owner.HISTORY,
}


class PlannedFile(Record):
    """A path of the output, its template, and the element of the spec that causes it."""

    path: str
    blueprint: str
    template: str
    owner: Owner
    cause: str


class EmitPlan(Record):
    """Every path of the output, sorted."""

    files: tuple[PlannedFile, ...]


class RenderedFile(Record, dict=True):
    """The text of one path."""

    path: str
    text: str
    owner: Owner
    executable: bool

    @cached_property
    def digest(self) -> str:
        """The digest of the text."""
        return digest(self.text.encode())


class FileTree(Record, dict=True):
    """The whole output in memory, sorted by path.

    `settled` maps generated files that need no text, because they are current, to their digests.
    `replaced` are paths of HISTORY that are written again; `records` holds texts that a build keeps
    in addition to its regular records, by path.
    """

    files: tuple[RenderedFile, ...]
    replaced: frozenset[str] = frozenset()
    records: dict[str, str] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path of the output."""
        return frozenset((*(file.path for file in self.files), *self.settled))

    def __len__(self) -> int:
        return len(self.files) + len(self.settled)


def owner_of(path: str) -> Owner:
    """The owner, determined by the path alone."""
    return Owner.SEEDED if path in SEEDED else _owner_in(path.rpartition("/")[0])


@cache
def _owner_in(folder: str) -> Owner:
    services, _, *inner = (*folder.split("/"), "")
    is_service = services == "services"
    return FOLDERS.get("/".join(inner[:2]), Owner.GENERATED) if is_service else Owner.GENERATED
