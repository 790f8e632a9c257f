"""The fields that callers may filter and sort a list by."""

from collections.abc import Collection

from msc.analyze.context import Context
from msc.core.catalogue import types as codes
from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.fields import JsonType
from msc.model.places import Path

HINT = "leave it out; keep what lists are chosen or sorted by in a field of its own"


class Columns(Record):
    """Checks the columns that a `list` step names."""

    context: Context
    entity: Entity
    path: Path

    def check(self, key: str, names: tuple[str, ...], known: Collection[str]) -> None:
        """Reports names that are no column, stand twice, or whose values have no order."""
        where = (*self.path, key)
        unordered = {field.name for field in self.entity.fields if isinstance(field.type, JsonType)}
        self.context.distinct(names, where)
        for index, name in enumerate(names):
            place = (*where, index)
            if not self.context.known(f"field of {self.entity.name}", name, known, place):
                continue
            if name in unordered:
                self.context.report(
                    codes.KEY_DOES_NOT_FIT, place, key=key, kind=f"`{name}`, which is json",
                    hint=HINT,
                )  # fmt: skip
