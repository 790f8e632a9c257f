"""Common behaviour of types with a closed list of values."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.expressions import Constant, EnumValue, Node
from msc.ir.fields import Field, ListedType, Literal
from msc.lower.pycode import Import, literal
from msc.lower.quoting import sql
from msc.lower.types.row import Case, TypeRow
from msc.lower.types.texts import one_of, value_text
from msc.spelling.code import enum_class

MODULE = "shared.dtos.enums"
NO_WORD = "no such word"
MAX_LENGTH = 40


class ListedRow[T: ListedType](TypeRow[T]):
    """A type whose values come from a list; its annotation is an enum."""

    has_literals = True

    def imports(self, type_: T) -> tuple[Import, ...]:
        return ((MODULE, self.annotation(type_)),)

    def words(self, type_: T) -> tuple[str, ...]:
        return type_.values

    def column(self, type_: T) -> str:
        return f"String({MAX_LENGTH})"

    def stored(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        return "str", ()

    def check_terms(self, type_: T) -> tuple[str, ...]:
        return (f"IN ({', '.join(sql(value) for value in type_.values)})",)

    def _member(self, type_: T, word: str) -> str:
        return f"{self.annotation(type_)}.{word.upper()}"

    def constant(self, type_: T, value: Literal) -> tuple[str, tuple[Import, ...]]:
        return self._member(type_, str(value)), self.imports(type_)

    def converted(self, type_: T, node: Node, text: str) -> tuple[str, tuple[Import, ...]]:
        name = self.annotation(type_)
        if isinstance(node, Constant):
            return self._member(type_, str(node.value)), self.imports(type_)
        if isinstance(node.type, EnumValue) and enum_class(node.type.name) != name:
            return f"{name}({text})", self.imports(type_)
        return text, ()

    def sample(self, type_: T) -> Value:
        return type_.values[0]

    def choices(self, type_: T) -> tuple[Value, ...]:
        return type_.values

    def accepts(self, type_: T, value: Value) -> bool:
        return value in type_.values

    def value_text(self, type_: T, value: Value) -> str:
        return self._member(type_, value) if isinstance(value, str) else value_text(value)

    def numbered(self, field: Field, type_: T) -> str:
        return one_of(type_.values)

    def invalid(self, type_: T) -> Iterator[str]:
        yield literal(NO_WORD)

    def malformed(self, type_: T) -> Iterator[Case]:
        yield Case("an unknown word", literal(NO_WORD))

    def unchecked(self, type_: T) -> Iterator[str]:
        yield literal(NO_WORD)

    def spoiled(self, type_: T) -> str:
        return literal(NO_WORD)
