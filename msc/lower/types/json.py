"""Any JSON object."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field, JsonType, Literal
from msc.lower.pycode import Import, literal
from msc.lower.types.row import Case, TypeRow


class JsonRow(TypeRow[JsonType]):
    """Any JSON object."""

    is_filterable = False
    has_literals = True
    takes_any_text = True
    bson = ("object",)

    def annotation(self, type_: JsonType) -> str:
        return "dict[str, Any]"

    def imports(self, type_: JsonType) -> tuple[Import, ...]:
        return (("typing", "Any"),)

    def input(self, type_: JsonType) -> tuple[str, tuple[Import, ...]]:
        return "JsonObject", (("shared.inputs", "JsonObject"),)

    def query(self, type_: JsonType) -> tuple[str, tuple[Import, ...]]:
        return "str", ()

    def column(self, type_: JsonType) -> str:
        return "JSONB()"

    def constant(self, type_: JsonType, value: Literal) -> tuple[str, tuple[Import, ...]]:
        return "{}", ()

    def sample(self, type_: JsonType) -> Value:
        return ()

    def value_text(self, type_: JsonType, value: Value) -> str:
        return "{}" if value == () else super().value_text(type_, value)

    def numbered(self, field: Field, type_: JsonType) -> str:
        return '{"number": number}'

    def invalid(self, type_: JsonType) -> Iterator[str]:
        yield '"no object"'

    def malformed(self, type_: JsonType) -> Iterator[Case]:
        yield Case("no object", literal("nothing"))


ROW = JsonRow()
