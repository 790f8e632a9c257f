"""How many decimal places fields keep, and the values that steps give them."""

from collections.abc import Mapping

from msc.analyze.types import places_of
from msc.core.record import Record
from msc.expr.scale import most_places
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity
from msc.ir.expressions import Node, RowValue, Select


class Numbers(Record):
    """Where the numbers of an operation come from: its inputs, and the rows that it reads."""

    entities: Mapping[str, Entity]
    inputs: tuple[InputField, ...]

    def most_places(self, value: Node) -> int | None:
        """The most places that the value can have, or None if nothing limits them."""
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
