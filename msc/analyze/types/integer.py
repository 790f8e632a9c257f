"""`integer`: a 64-bit integer."""

from pydantic import TypeAdapter

from msc.analyze import numbers
from msc.analyze.context import Context
from msc.analyze.types.row import Declaration, TypeRow, Unfit, within
from msc.ir.expressions import ScalarKind
from msc.ir.fields import IntegerType, Literal


class IntegerRow(TypeRow[IntegerType]):
    """Rejects booleans, which Python counts as integers."""

    meaning = "an integer"
    keys = ("minimum", "maximum")
    kind = ScalarKind.INT
    read_as = TypeAdapter(int)
    example = "3"

    def resolve(self, context: Context, declared: Declaration) -> IntegerType:
        return numbers.integer(context, declared.spec, declared.path)

    def literal(self, type_: IntegerType, value: object) -> Literal:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Unfit("expected an integer")
        if not numbers.MIN_INTEGER <= value <= numbers.MAX_INTEGER:
            raise Unfit("an integer has at most 64 bits")
        within(value, type_.minimum, type_.maximum)
        return value

    def sent(self, type_: IntegerType, value: object) -> None:
        self.literal(type_, self.read(value))


ROW = IntegerRow()
