"""Common behaviour of identifiers and references."""

from collections.abc import Iterator

from msc.expr.evaluate import Identity, Value
from msc.ir.fields import BaseType, Field
from msc.lower.pycode import Import, literal
from msc.lower.types.row import Case, TypeRow


class IdentifierRow[T: BaseType](TypeRow[T]):
    """A type whose values are UUIDs."""

    def annotation(self, type_: T) -> str:
        return "UUID"

    def imports(self, type_: T) -> tuple[Import, ...]:
        return (("uuid", "UUID"),)

    def column(self, type_: T) -> str:
        return "Uuid()"

    def sample(self, type_: T) -> Value:
        return Identity("new_id()")

    def numbered(self, field: Field, type_: T) -> str:
        return "str(UUID(int=number))"

    def invalid(self, type_: T) -> Iterator[str]:
        yield '"not an identifier"'

    def malformed(self, type_: T) -> Iterator[Case]:
        yield Case("no identifier", literal("somebody"))

    def spoiled(self, type_: T) -> str:
        return "1"
