"""`secret`: a text that is never shown."""

from msc.analyze.context import Context
from msc.analyze.types.lengths import DEFAULT_LENGTH, lengths
from msc.analyze.types.row import Declaration, TypeRow
from msc.ir.fields import SecretType


class SecretRow(TypeRow[SecretType]):
    """Stored as it was sent."""

    meaning = "a text that is never returned, never logged and read by no expression"
    keys = ("max_length",)

    def resolve(self, context: Context, declared: Declaration) -> SecretType:
        _, longest = lengths(context, declared, DEFAULT_LENGTH)
        return SecretType(longest or DEFAULT_LENGTH)


ROW = SecretRow()
