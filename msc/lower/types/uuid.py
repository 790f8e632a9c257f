"""A universally unique identifier."""

from msc.expr.evaluate import Identity, Value
from msc.ir.fields import UuidType
from msc.lower.types.identifier import IdentifierRow

SAMPLE = Identity('UUID("01900000-0000-7000-8000-000000000001")')
OTHER = Identity('UUID("01900000-0000-7000-8000-000000000002")')


class UuidRow(IdentifierRow[UuidType]):
    """A universally unique identifier."""

    def sample(self, type_: UuidType) -> Value:
        # A test must send what it expects, so the value is a literal.
        return SAMPLE

    def others(self, type_: UuidType) -> tuple[Value, ...]:
        return (OTHER,)


ROW = UuidRow()
