"""A file's template and data -> a digest, so that a file with unchanged data is not rendered again.

Templates access data by name only, and these names are words of the source: data with other names
cannot affect them.
"""

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from msc.core.record import Record
from msc.emit.render import Target
from msc.emit.templates import Templates
from msc.lower.deferred import Deferred

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 16
# Templates say things in Jinja, and the rest is text. A word after a dot is an attribute, which is
# part of the value before it.
STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
JINJA = re.compile(rf"\{{[{{%](?:{STRING}|.)*?[%}}]\}}", re.DOTALL)
WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
# Other options could change the syntax of Jinja.
USUAL = frozenset({"keep_trailing_newline", "lstrip_blocks", "trim_blocks", "undefined"})


class _Shape(Record):
    """What the files of one template have in common: the start of their digests, and the names
    of the data they use."""

    start: bytes
    names: tuple[str, ...]


class Fingerprints:
    """Computes the digest of each value once, however many files use it."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._shapes: dict[Path, _Shape] = {}
        # A value is known by its identity, and so must live as long as its digest.
        self._values: dict[int, tuple[object, bytes]] = {}
        # Most files of a blueprint have the same values under the same names.
        self._latest: dict[str, tuple[object, bytes]] = {}

    def of(self, target: Target) -> bytes | None:
        """The digest of everything that the text of a target depends on; None if it is unknown."""
        # The data of a template always have the same names: the fields of the blueprint's view.
        shape = self._shapes.get(target.template)
        if shape is None:
            shape = self._shapes[target.template] = self._shape(target)
        total = blake2b(shape.start, digest_size=SIZE)
        total.update(target.path.encode())
        try:
            for name in shape.names:
                total.update(self._of_value(name, target.data[name]))
        except (TypeError, ValueError):
            return None
        return total.digest()

    def _shape(self, target: Target) -> _Shape:
        source = self._templates.source(target.template)
        options = target.settings.options
        jinja = " ".join(JINJA.findall(source)) if options.keys() <= USUAL else source
        names = tuple(sorted(target.data.keys() & set(WORD.findall(jinja))))
        start = (source, target.settings.suffix, str(options), names)
        return _Shape(msgspec.msgpack.encode(start), names)

    def _of_value(self, name: str, value: Any) -> bytes:
        if isinstance(value, Deferred):
            return value.digest
        latest = self._latest.get(name)
        if latest is not None and latest[0] is value:
            return latest[1]
        known = self._latest[name] = self._known(value)
        return known[1]

    def _known(self, value: Any) -> tuple[object, bytes]:
        known = self._values.get(id(value))
        if known is None:
            known = (value, _digest(value))
            self._values[id(value)] = known
        return known


def _digest(value: Any) -> bytes:
    return blake2b(ENCODER.encode(value), digest_size=SIZE).digest()


def _encoded(value: object) -> bytes:
    """What stands for a view that need not be loaded."""
    if isinstance(value, Deferred):
        return value.digest
    raise TypeError


ENCODER = msgspec.msgpack.Encoder(enc_hook=_encoded, order="deterministic")
