"""What the analysis asks of a type of field."""

from abc import ABC, abstractmethod

from msc.analyze.context import Context
from msc.core.record import Record
from msc.ir.expressions import ScalarKind, ScalarValue, ValueType
from msc.ir.fields import BaseType, Literal
from msc.model.fields import ValueSpec
from msc.model.places import Path


class Unfit(Exception):  # noqa: N818 - ends one check, its text is the reason
    """The value is none of the type."""


class Declaration(Record):
    """A value as the spec declares it: its name, what it says, and where."""

    name: str
    spec: ValueSpec
    path: Path


class TypeRow[T: BaseType](ABC):
    """Answers for one type. `keys` are those that a spec may say of it beside its word.

    `meaning` is what the language's reference says, if the word can be written as a type.
    """

    meaning = ""
    keys: tuple[str, ...] = ()
    kind = ScalarKind.STRING

    @abstractmethod
    def resolve(self, context: Context, declared: Declaration) -> T | None:
        """The type as it is declared; None after reporting what is wrong."""

    def value(self, type_: T, *, optional: bool) -> ValueType:
        """What an expression sees of a field."""
        return ScalarValue(self.kind, optional)

    def literal(self, type_: T, value: object) -> Literal:
        """A value of the spec in the form in which the resolved system keeps it; raises Unfit."""
        raise Unfit("values of this type have no default")

    def places(self, type_: T) -> int | None:
        """How many decimal places a value keeps; None for what is no decimal."""
        return None


class PlainRow[T: BaseType](TypeRow[T]):
    """A type of which a spec can say no more than its word."""

    @property
    @abstractmethod
    def type(self) -> T:
        """The type."""

    def resolve(self, context: Context, declared: Declaration) -> T:
        return self.type
