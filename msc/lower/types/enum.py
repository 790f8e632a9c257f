"""A value from a closed list."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import EnumType
from msc.lower.types.listed import ListedRow
from msc.spelling.code import enum_class


class EnumRow(ListedRow[EnumType]):
    """A value from a closed list."""

    def annotation(self, type_: EnumType) -> str:
        return enum_class(type_.name)

    def bounds(self, type_: EnumType) -> Iterator[tuple[str, Value]]:
        for word in type_.values:
            yield word, word


ROW = EnumRow()
