"""`password`: the secret for signing in."""

from msc.analyze.context import Context
from msc.analyze.types.lengths import lengths, text
from msc.analyze.types.row import Declaration, TypeRow
from msc.ir.fields import PasswordType


class PasswordRow(TypeRow[PasswordType]):
    """Without a maximum length, since only the hash is stored."""

    meaning = "a password: stored as a hash, never returned, never logged, read by no expression"
    keys = ("min_length",)

    def resolve(self, context: Context, declared: Declaration) -> PasswordType:
        shortest, _ = lengths(context, declared, None)
        return PasswordType(shortest or PasswordType().min_length)

    def sent(self, type_: PasswordType, value: object) -> None:
        text(self.read(value), type_.min_length, None)


ROW = PasswordRow()
