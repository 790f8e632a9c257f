"""What the analysis asks of a type of field."""

import json
from abc import ABC, abstractmethod
from typing import Any

from pydantic import TypeAdapter, ValidationError

from msc.analyze.context import Context
from msc.core.record import Record
from msc.ir.expressions import ScalarKind, ScalarValue, ValueType
from msc.ir.fields import BaseType, Literal
from msc.model.fields import ValueSpec
from msc.model.places import Path

TEXT = TypeAdapter(str)


class Unfit(Exception):  # noqa: N818 - ends one check, its text is the reason
    """The value is none of the type; a `hint` says what to write instead."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.hint = hint


class NoLiteral(Unfit):
    """No value of the type can be written into a spec."""


class Declaration(Record):
    """A value as the spec declares it: its name, what it says, and where."""

    name: str
    spec: ValueSpec
    path: Path


class TypeRow[T: BaseType](ABC):
    """Answers for one type. `keys` are those that a spec may say of it beside its word.

    `meaning` is what the language's reference says, if the word can be written as a type.
    `read_as` is what pydantic makes of a value in a request, `example` how one is written.
    """

    meaning = ""
    read_as: TypeAdapter[Any] = TEXT
    example = '"a text"'
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
        raise NoLiteral("values of this type have no default")

    def sent(self, type_: T, value: object) -> None:
        """Raises Unfit for a value of JSON that the system refuses in a request."""
        self.read(value)

    def read(self, value: object) -> Any:
        """What the system reads from a value of JSON; raises Unfit."""
        try:
            return self.read_as.validate_python(value)
        except ValidationError:
            raise Unfit(f"expected {self.meaning}", self._instead_of(value)) from None

    def _instead_of(self, value: object) -> str:
        if self.read_as is TEXT and isinstance(value, int | float):
            return f'put it in quotes: `"{json.dumps(value)}"`'
        return f"write it like `{self.example}`"

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
