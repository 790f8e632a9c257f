"""The cache entries of one destination."""

import hashlib
import os
from functools import cached_property
from pathlib import Path

from msc.core.record import Record
from msc.emit.looks import Look, Looks
from msc.emit.renderings import Rendering, Renderings
from msc.pipeline.cache import Cache


class Remembered(Record, dict=True):
    """The part of a cache that concerns one destination."""

    cache: Cache
    out: Path

    @property
    def lasts(self) -> bool:
        """Whether anything is saved at all."""
        return self.cache.lasts

    def looks(self) -> Looks:
        """The saved states of the destination's files, and when they were read."""
        return self._looks

    def keep_looks(self, looks: dict[str, Look]) -> None:
        """Saves file states, unless the same ones were saved some time ago."""
        if any(self._looks.files.get(path) is not look for path, look in looks.items()):
            self.cache.write(self._name("files"), looks)

    def renderings(self) -> Renderings:
        """The output of earlier builds."""
        return self.cache.read(self._name("renderings"), dict[str, Rendering]) or {}

    def keep_renderings(self, renderings: Renderings) -> None:
        """Saves what this build rendered or reused."""
        self.cache.write(self._name("renderings"), renderings)

    @cached_property
    def _looks(self) -> Looks:
        name = self._name("files")
        kept = self.cache.written(name)
        return Looks(self.cache.read(name, dict[str, Look]) or {}, kept)

    def _name(self, kind: str) -> str:
        place = hashlib.sha256(os.fsencode(self.out.resolve())).hexdigest()
        return f"{kind}-{place[:16]}"
