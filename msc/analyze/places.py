"""Decimal places of fields and of the values that steps assign to them."""

from collections.abc import Mapping

from msc.analyze.types import places_of
from msc.core.record import Record
from msc.expr.scale import most_places
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity
from msc.ir.expressions import Node, RowValue, Select


class Numbers(Record):
    """The sources of an operation's numbers: its inputs, and the rows that it reads."""

    entities: Mapping[str, Entity]
    inputs: tuple[InputField, ...]

    def most_places(self, value: Node) -> int | None:
        """The maximum scale of a value, or None if it is unlimited."""
        return most_places(value, self._of_field)

    def _of_field(self, node: Select) -> int | None:
        above = node.operand.type
        fields = tuple(input_.field for input_ in self.inputs)
        if isinstance(above, RowValue):
            fields = self.entities[above.entity].fields
        return next(
            (places_of(candidate.type) for candidate in fields if candidate.name == node.field),
            None,
        )
