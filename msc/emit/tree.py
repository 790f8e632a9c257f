"""What emission makes: a plan of paths, and the text of each."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from msc.core.record import Record, field
from msc.emit.contents import digest


class Owner(StrEnum):
    """Whose a file is after it was written."""

    GENERATED = "generated"
    SEEDED = "seeded"
    HISTORY = "history"


class PlannedFile(Record):
    """A path of the output, what it is made of, and the element of the spec that caused it."""

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


class FileTree(Record):
    """The whole output in memory, sorted by path.

    `settled` are generated files by path that need no text, because they lie there already with
    these digests. `replaced` are paths of HISTORY that are written anew; `records` are texts, by
    path, that a build keeps of itself besides those that every build has.
    """

    files: tuple[RenderedFile, ...]
    replaced: frozenset[str] = frozenset()
    records: dict[str, str] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """Every path of the output."""
        return frozenset((*(file.path for file in self.files), *self.settled))

    def __len__(self) -> int:
        return len(self.files) + len(self.settled)


def owner_of(path: str) -> Owner:
    """The owner, which the path alone decides."""
    parts = path.split("/")
    if path in {"compose.override.yml", ".env"}:
        return Owner.SEEDED
    if parts[0] == "services" and (
        parts[2:4] == ["src", "ext"] or parts[2:4] == ["tests", "custom"]
    ):
        return Owner.SEEDED
    if parts[0] == "services" and parts[2:4] == ["alembic", "versions"]:
        return Owner.HISTORY
    return Owner.GENERATED
