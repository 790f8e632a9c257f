"""The interface between the emitted code and a field type."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from msc.core.record import Record
from msc.expr.evaluate import Value
from msc.expr.target import kind_of
from msc.ir.expressions import Node, ScalarKind
from msc.ir.fields import BaseType, Field, Literal
from msc.lower.pycode import Import, literal
from msc.lower.types.texts import value_text

WRONG_TYPE = "of another type"


class Case(Record):
    """A value in a request: a description, and its JSON as a Python expression."""

    about: str
    text: str


class TypeRow[T: BaseType](ABC):
    """The emitted code of one type. A text is a Python expression of that code.

    `is_ordered`: all databases and Python agree on the order of its values. `is_filterable`: lists
    can be filtered by its values. `has_literals`: a spec can write its values.
    """

    is_ordered = False
    is_filterable = True
    has_literals = False
    takes_any_text = False
    bson: tuple[str, ...] = ("string",)

    @abstractmethod
    def annotation(self, type_: T) -> str:
        """The Python type."""

    def imports(self, type_: T) -> tuple[Import, ...]:
        """The imports of the annotation."""
        return ()

    def wire(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a value that is parsed from JSON, and its imports."""
        return self.annotation(type_), self.imports(type_)

    def input(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a value from a caller, and its imports."""
        return self.wire(type_)

    def constraints(self, type_: T) -> tuple[str, ...]:
        """The arguments of pydantic's `Field` for a value from a caller."""
        return ()

    def refinements(self, type_: T) -> tuple[str, ...]:
        """What `shared.inputs` does to a value from a caller after its constraints hold."""
        return ()

    def query(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a list filter, and its imports."""
        return self.input(type_)

    @abstractmethod
    def column(self, type_: T) -> str:
        """The SQLAlchemy type of a column."""

    def stored(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a column, and its imports."""
        return self.annotation(type_), self.imports(type_)

    def places(self, type_: T) -> int | None:
        """The scale of every value; None for other types than decimals."""
        return None

    def held(self, type_: T, value: Value) -> Value:
        """A non-null value of an expression in this type."""
        return value

    def check_terms(self, type_: T) -> tuple[str, ...]:
        """The terms of a check, which follow the column's name and must all hold."""
        return ()

    def words(self, type_: T) -> tuple[str, ...]:
        """The closed list of values, if there is one."""
        return ()

    def constant(self, type_: T, value: Literal) -> tuple[str, tuple[Import, ...]]:
        """The text of a non-null literal of the spec, and its imports."""
        return literal(value), ()

    def converted(self, type_: T, node: Node, text: str) -> tuple[str, tuple[Import, ...]]:
        """The text of a non-null expression value converted to this type."""
        if kind_of(node) is ScalarKind.UUID and self.annotation(type_) == "str":
            return f"str({text})", ()
        return text, ()

    @abstractmethod
    def sample(self, type_: T) -> Value:
        """A value that the type accepts."""

    def choices(self, type_: T) -> tuple[Value, ...]:
        """Other values that the type accepts."""
        return ()

    def others(self, type_: T) -> tuple[Value, ...]:
        """Values that tell a row from one with the sample, if the type has them."""
        return self.choices(type_)

    def accepts(self, type_: T, value: Value) -> bool:
        """Whether the type accepts a non-null value."""
        return False

    def literal_value(self, type_: T, value: Literal) -> Value:
        """The value of a literal of the spec."""
        return value

    def value_text(self, type_: T, value: Value) -> str:
        """The text of a value."""
        return value_text(value)

    @abstractmethod
    def numbered(self, field: Field, type_: T) -> str:
        """The JSON text of a value that varies with `number` if possible."""

    @abstractmethod
    def invalid(self, type_: T) -> Iterator[str]:
        """JSON texts of values that the type rejects, each for a different reason."""

    def bounds(self, type_: T) -> Iterator[tuple[str, Value]]:
        """The values at the bounds, which validation must accept, by description."""
        yield from ()

    def beyond(self, type_: T) -> Iterator[Case]:
        """The first values outside the bounds."""
        yield from ()

    @abstractmethod
    def malformed(self, type_: T) -> Iterator[Case]:
        """Malformed values."""

    def unchecked(self, type_: T) -> Iterator[str]:
        """Texts of values that only the check of a column in PostgreSQL rejects."""
        yield from ()

    def spoiled(self, type_: T) -> str:
        """A value that MongoDB's own validator rejects."""
        return literal(WRONG_TYPE)
