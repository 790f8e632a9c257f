"""A file's template and data -> a digest, so that a file with unchanged data is not rendered again.

Templates access data by name only, and these names are words of the source: data with other names
cannot affect them.
"""

import re
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from msc.core.record import Record
from msc.emit.render import Target
from msc.emit.templates import Templates
from msc.lower.deferred import Deferred

SIZE = 16
# Templates say things in Jinja, and the rest is text. A word after a dot is an attribute, which is
# part of the value before it.
STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
JINJA = re.compile(rf"\{{[{{%](?:{STRING}|.)*?[%}}]\}}", re.DOTALL)
WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
# Other options could change the syntax of Jinja.
USUAL = frozenset({"keep_trailing_newline", "lstrip_blocks", "trim_blocks", "undefined"})


class _Shape(Record):
    """What the files of one template have in common: the start of their digests, or None if it is
    unknown, and the names of the items that their paths bind and the template uses."""

    template: Path
    start: blake2b | None
    names: frozenset[str]


class Fingerprints:
    """Computes the digest of each value once, however many files use it."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        # The targets of a template follow each other.
        self._shape: _Shape | None = None
        # A value is known by its identity, and so must live as long as its digest.
        self._values: dict[int, tuple[object, bytes]] = {}

    def of(self, target: Target) -> bytes | None:
        """The digest of everything that the text of a target depends on; None if it is unknown."""
        shape = self._shape
        if shape is None or shape.template is not target.template:
            shape = self._shape = self._shape_of(target)
        if shape.start is None:
            return None
        total = shape.start.copy()
        total.update(target.path.encode())
        try:
            for name, item in target.bound:
                if name in shape.names:
                    total.update(self._of_value(item))
        except (TypeError, ValueError):
            return None
        return total.digest()

    def _shape_of(self, target: Target) -> _Shape:
        """The data of a blueprint are the same for all of its files."""
        source = self._templates.source(target.template)
        options = target.settings.options
        jinja = " ".join(JINJA.findall(source)) if options.keys() <= USUAL else source
        words, bound = set(WORD.findall(jinja)), dict(target.bound)
        names = tuple(sorted(words & (target.data.keys() | bound.keys())))
        start = (source, target.settings.suffix, str(options), names)
        total = blake2b(msgspec.msgpack.encode(start), digest_size=SIZE)
        try:
            for name in names:
                if name not in bound:
                    total.update(self._of_value(target.data[name]))
        except (TypeError, ValueError):
            return _Shape(target.template, None, frozenset())
        return _Shape(target.template, total, frozenset(words & bound.keys()))

    def _of_value(self, value: Any) -> bytes:
        if isinstance(value, Deferred):
            return value.digest
        known = self._values.get(id(value))
        if known is None:
            known = self._values[id(value)] = (value, _digest(value))
        return known[1]


def _digest(value: Any) -> bytes:
    return blake2b(ENCODER.encode(value), digest_size=SIZE).digest()


def _encoded(value: object) -> bytes:
    """What stands for a view that need not be loaded."""
    if isinstance(value, Deferred):
        return value.digest
    raise TypeError


ENCODER = msgspec.msgpack.Encoder(enc_hook=_encoded, order="deterministic")
