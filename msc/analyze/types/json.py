"""`json`: an object of any shape."""

from pydantic import TypeAdapter

from msc.analyze.types.row import PlainRow, Unfit
from msc.ir.expressions import ScalarKind
from msc.ir.fields import JsonType, Literal


class JsonRow(PlainRow[JsonType]):
    """Expressions can only compare the value with null."""

    meaning = "a JSON object of any shape"
    kind = ScalarKind.JSON
    read_as = TypeAdapter(dict)
    example = "{size: 3}"
    type = JsonType()

    def literal(self, type_: JsonType, value: object) -> Literal:
        if value != {}:
            raise Unfit("only an empty object, `{}`, can be a default")
        return ()


ROW = JsonRow()
