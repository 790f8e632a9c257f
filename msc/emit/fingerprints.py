"""A file's template and data -> a digest, so that a file with unchanged data is not rendered again.

Templates access data by name only, and these names are words of the source: data with other names
cannot affect them.
"""

import re
from hashlib import blake2b
from typing import Any

import msgspec

from msc.emit.render import Target
from msc.emit.templates import Templates

SIZE = 16
# What follows a dot is an attribute, which is part of the value before it.
WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


class Fingerprints:
    """Computes the digest of each value once, however many files use it."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._words: dict[str, frozenset[str]] = {}
        # A value is known by its identity, and so must live as long as its digest.
        self._values: dict[int, tuple[object, bytes]] = {}

    def of(self, target: Target) -> bytes | None:
        """The digest of everything that the text of a target depends on; None if it is unknown."""
        source = self._templates.source(target.template)
        total = blake2b(source.encode(), digest_size=SIZE)
        total.update(f"\0{target.path}\0{target.settings.suffix}{target.settings.options}".encode())
        try:
            for name in sorted(self._words_of(source) & target.data.keys()):
                total.update(f"\0{name}\0".encode())
                total.update(self._of_value(target.data[name]))
        except (TypeError, ValueError):
            return None
        return total.digest()

    def _words_of(self, source: str) -> frozenset[str]:
        words = self._words.get(source)
        if words is None:
            words = self._words[source] = frozenset(WORD.findall(source))
        return words

    def _of_value(self, value: Any) -> bytes:
        known = self._values.get(id(value))
        if known is None:
            data = msgspec.msgpack.encode(value, order="deterministic")
            known = (value, blake2b(data, digest_size=SIZE).digest())
            self._values[id(value)] = known
        return known[1]
