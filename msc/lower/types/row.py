"""The questions that the emitted code asks of a type of field."""

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
    """A value in a request: what is special about it, and its JSON as a Python expression."""

    about: str
    text: str


class TypeRow[T: BaseType](ABC):
    """Answers for one type. What is called text is a Python expression of the emitted code.

    `is_ordered` says that all databases and Python agree on the order of its values;
    `is_filterable`, that lists take values of it; `has_literals`, that a spec can write one.
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
        """What the annotation needs."""
        return ()

    def wire(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a value that is read from JSON, and its imports."""
        return self.annotation(type_), self.imports(type_)

    def input(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a value that a caller sends, and its imports."""
        return self.wire(type_)

    def constraints(self, type_: T) -> tuple[str, ...]:
        """The arguments of pydantic's `Field` for a value that a caller sends."""
        return ()

    def query(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a filter of lists, and its imports."""
        return self.annotation(type_), self.imports(type_)

    @abstractmethod
    def column(self, type_: T) -> str:
        """The SQLAlchemy type of a column."""

    def stored(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        """The Python type of a column, and its imports."""
        return self.annotation(type_), self.imports(type_)

    def places(self, type_: T) -> int | None:
        """How many decimal places every value has; None for what is no decimal."""
        return None

    def held(self, type_: T, value: Value) -> Value:
        """A value of an expression, which is not null, as the type holds it."""
        return value

    def check_terms(self, type_: T) -> tuple[str, ...]:
        """What follows the name of a column in its check; all terms hold."""
        return ()

    def words(self, type_: T) -> tuple[str, ...]:
        """The closed list of values, if there is one."""
        return ()

    def constant(self, type_: T, value: Literal) -> tuple[str, tuple[Import, ...]]:
        """The text of a literal of the spec, which is not None, and its imports."""
        return literal(value), ()

    def converted(self, type_: T, node: Node, text: str) -> tuple[str, tuple[Import, ...]]:
        """The text of an expression's value, which is not null, as the type holds it."""
        if kind_of(node) is ScalarKind.UUID and self.annotation(type_) == "str":
            return f"str({text})", ()
        return text, ()

    @abstractmethod
    def sample(self, type_: T) -> Value:
        """A value that the type accepts."""

    def choices(self, type_: T) -> tuple[Value, ...]:
        """Further values that the type accepts."""
        return ()

    def accepts(self, type_: T, value: Value) -> bool:
        """Whether the type may hold the value, which is not None."""
        return False

    def literal_value(self, type_: T, value: Literal) -> Value:
        """The value of a literal of the spec."""
        return value

    def value_text(self, type_: T, value: Value) -> str:
        """The text of a value."""
        return value_text(value)

    @abstractmethod
    def numbered(self, field: Field, type_: T) -> str:
        """The text of a value in JSON that reads `number`: another one for each, if it can be."""

    @abstractmethod
    def invalid(self, type_: T) -> Iterator[str]:
        """Texts of values in JSON that the type refuses, each for another reason."""

    def bounds(self, type_: T) -> Iterator[tuple[str, Value]]:
        """The last values that validation must accept, by what they are."""
        yield from ()

    def beyond(self, type_: T) -> Iterator[Case]:
        """The first values outside of the bounds."""
        yield from ()

    @abstractmethod
    def malformed(self, type_: T) -> Iterator[Case]:
        """Values of another form."""

    def unchecked(self, type_: T) -> Iterator[str]:
        """Texts of values that only the check of a column in PostgreSQL refuses."""
        yield from ()

    def spoiled(self, type_: T) -> str:
        """A value that MongoDB's own validator refuses."""
        return literal(WRONG_TYPE)
