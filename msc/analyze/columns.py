"""The fields by which callers may filter and sort a list."""

import re
from collections.abc import Collection

from msc.analyze.context import Context, Part
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.fields import JsonType, ReferenceType
from msc.model.places import Path

HINT = "remove it; keep values for filtering and sorting in a field of their own"
HIDDEN = "remove it: lists cannot be filtered or sorted by passwords and secrets"
UNSORTED = "remove it: identifiers have no meaningful order; callers can filter by them"
OF_ANOTHER_ROW = "name fields of {entity}; fields of other rows need a request of their own"
DIRECTION = re.compile(r"(\w+)\s+(asc|desc)(?:ending)?", re.IGNORECASE)


class Columns(Record):
    """Checks the columns named by a `list` step."""

    context: Context
    entity: Entity
    path: Path

    def check(self, key: str, names: tuple[str, ...], known: Collection[str]) -> None:
        """Reports unknown and duplicate columns, and columns whose values have no order."""
        where = (*self.path, key)
        unordered = self._names(JsonType)
        self.context.distinct(names, where)
        for index, name in enumerate(names):
            place = (*where, index)
            if self._is_special(key, name, place):
                continue
            if not self.context.known(Part("field", self.entity.name), name, known, place):
                continue
            if name in unordered:
                self._unfit(key, f"`{name}`, which is json", HINT, place)
            elif key == "sort" and name in self._names(ReferenceType):
                self._unfit(key, f"`{name}`, which is a reference", UNSORTED, place)

    def _is_special(self, key: str, name: str, place: Path) -> bool:
        """Whether the name is a common mistake with a diagnostic of its own, which is reported."""
        row, _, field = name.partition(".")
        if name in {field.name for field in self.entity.fields if field.hidden}:
            self._unfit(key, f"`{name}`, which is never shown", HIDDEN, place)
        elif field and row in self._names(ReferenceType):
            self.context.report(
                architecture.NOT_YET, place, what=f"`{key}` by `{name}`, a field of another row,",
                suggestion=OF_ANOTHER_ROW.format(entity=self.entity.name),
            )  # fmt: skip
        elif (direction := DIRECTION.fullmatch(name)) and key == "sort":
            turned = "-" if direction[2].lower() == "desc" else ""
            self.context.unknown(
                Part("field", self.entity.name), name, place, f"write `{turned}{direction[1]}`"
            )
        else:
            return False
        return True

    def _names(self, kind: type) -> set[str]:
        return {field.name for field in self.entity.fields if isinstance(field.type, kind)}

    def _unfit(self, key: str, kind: str, hint: str, place: Path) -> None:
        self.context.report(codes.KEY_DOES_NOT_FIT, place, key=key, kind=kind, hint=hint)
