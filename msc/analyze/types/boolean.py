"""`boolean`: `true` or `false`."""

from pydantic import TypeAdapter

from msc.analyze.types.row import PlainRow, Unfit
from msc.ir.expressions import ScalarKind
from msc.ir.fields import BooleanType, Literal

# What YAML 1.1 read as booleans.
WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


class BooleanRow(PlainRow[BooleanType]):
    """Accepts only true and false; YAML 1.2 reads words such as `yes` as text."""

    meaning = "`true` or `false`"
    kind = ScalarKind.BOOL
    read_as = TypeAdapter(bool)
    example = "true"
    type = BooleanType()

    def literal(self, type_: BooleanType, value: object) -> Literal:
        if not isinstance(value, bool):
            word = WORDS.get(str(value).lower())
            raise Unfit("expected true or false", f"write `{word}`" if word else None)
        return value


ROW = BooleanRow()
