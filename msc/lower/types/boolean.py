"""True or false."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import BooleanType, Field
from msc.lower.pycode import Import, literal
from msc.lower.types.row import Case, TypeRow


class BooleanRow(TypeRow[BooleanType]):
    """True or false."""

    is_ordered = True
    has_literals = True
    bson = ("bool",)

    def annotation(self, type_: BooleanType) -> str:
        return "bool"

    def input(self, type_: BooleanType) -> tuple[str, tuple[Import, ...]]:
        return "StrictBool", (("pydantic", "StrictBool"),)

    def query(self, type_: BooleanType) -> tuple[str, tuple[Import, ...]]:
        return "BooleanText", (("shared.inputs", "BooleanText"),)

    def column(self, type_: BooleanType) -> str:
        return "Boolean()"

    def sample(self, type_: BooleanType) -> Value:
        return False

    def choices(self, type_: BooleanType) -> tuple[Value, ...]:
        return (True,)

    def accepts(self, type_: BooleanType, value: Value) -> bool:
        return True

    def numbered(self, field: Field, type_: BooleanType) -> str:
        return "number % 2 == 0"

    def invalid(self, type_: BooleanType) -> Iterator[str]:
        yield '"perhaps"'

    def malformed(self, type_: BooleanType) -> Iterator[Case]:
        yield Case("neither true nor false", literal("perhaps"))


ROW = BooleanRow()
