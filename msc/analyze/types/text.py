"""`text`: text of any number of lines."""

from msc.analyze.context import Context
from msc.analyze.types.lengths import lengths, text
from msc.analyze.types.row import Declaration, TypeRow
from msc.ir.fields import Literal, TextType


class TextRow(TypeRow[TextType]):
    """Unbounded unless the spec sets a maximum."""

    meaning = "text of any length"
    keys = ("min_length", "max_length")

    def resolve(self, context: Context, declared: Declaration) -> TextType:
        shortest, longest = lengths(context, declared, None)
        return TextType(longest, shortest)

    def literal(self, type_: TextType, value: object) -> Literal:
        return text(value, type_.min_length, type_.max_length)

    def sent(self, type_: TextType, value: object) -> None:
        self.literal(type_, self.read(value))


ROW = TextRow()
