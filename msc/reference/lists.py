"""What a caller chooses of a list: filters, and an order."""

from collections.abc import Iterable

from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.fields import ListedType
from msc.reference.stored import Row
from msc.reference.values import Value


class Filter(Record):
    """A field and the value that it has; or the least or the greatest one, by the name of the test.

    A row without a value passes none.
    """

    field: str
    value: Value
    test: str = ""

    def passes(self, row: Row) -> bool:
        """Whether the row is listed."""
        value = row.values[self.field]
        if value is None:
            return False
        match self.test:
            case "gte":
                return value >= self.value  # type: ignore[operator]
            case "lte":
                return value <= self.value  # type: ignore[operator]
            case _:
                return value == self.value


class Choice(Record):
    """The filters, which must all be passed, and a sort key in place of the first of the list."""

    filters: tuple[Filter, ...] = ()
    sort: str | None = None


def in_order(rows: Iterable[Row], sort: str, entity: Entity) -> list[Row]:
    """The rows by the key, and equal ones by their identifiers; those without a value come last.

    A leading `-` turns both around. The words of a list have the order in which they are declared.
    """
    name, is_reversed = sort.removeprefix("-"), sort.startswith("-")
    words = next(
        (field.type.values for field in entity.fields
         if field.name == name and isinstance(field.type, ListedType)),
        (),
    )  # fmt: skip

    def key(row: Row) -> tuple[object, str]:
        value = row.values[name]
        return (words.index(str(value)) if words else value), row.id

    ordered = sorted(rows, key=lambda row: row.id, reverse=is_reversed)
    with_value = [row for row in ordered if row.values[name] is not None]
    without = [row for row in ordered if row.values[name] is None]
    return [*sorted(with_value, key=key, reverse=is_reversed), *without]
