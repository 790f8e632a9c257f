"""How many decimal places fields keep, and the values that steps give them."""

from collections.abc import Mapping

from msc.analyze.fields import MONEY_SCALE
from msc.core.record import Record
from msc.expr.scale import most_places
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity
from msc.ir.expressions import Node, RowValue, Select
from msc.ir.fields import DecimalType, Field, FieldType, MoneyType


def places_of(type_: FieldType) -> int | None:
    """How many decimal places a value of the type keeps."""
    match type_:
        case MoneyType():
            return MONEY_SCALE
        case DecimalType(scale):
            return scale
        case _:
            return None


class Numbers(Record):
    """Where the numbers of an operation come from: its inputs, and the rows that it reads."""

    entities: Mapping[str, Entity]
    inputs: tuple[InputField, ...]

    def most_places(self, value: Node) -> int | None:
        """The most places that the value can have, or None if nothing limits them."""
        return most_places(value, self._of_field)

    def _of_field(self, node: Select) -> int | None:
        above = node.operand.type
        fields: tuple[Field, ...] = tuple(each.field for each in self.inputs)
        if isinstance(above, RowValue):
            fields = self.entities[above.entity].fields
        return next((places_of(each.type) for each in fields if each.name == node.field), None)
