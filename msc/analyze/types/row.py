"""The interface between the analysis and a field type."""

import json
from abc import ABC, abstractmethod
from decimal import Decimal
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
    """The value is not valid for the type; `hint` is a suggestion."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.hint = hint


class NoLiteral(Unfit):
    """The type has no literals in a spec."""


def within(value: Decimal | int, low: Decimal | int | None, high: Decimal | int | None) -> None:
    """Raises Unfit for a number below `low` or above `high`."""
    if low is not None and value < low:
        raise Unfit(f"the minimum is {low}", f"write {low} or more")
    if high is not None and value > high:
        raise Unfit(f"the maximum is {high}", f"write {high} or less")


class Declaration(Record):
    """A declared value: its name, its declaration and its place."""

    name: str
    spec: ValueSpec
    path: Path


class TypeRow[T: BaseType](ABC):
    """The rules of one type. `keys` are the keys that its declaration may have.

    `meaning` is the text in the language reference, if the keyword can be written as a type.
    `read_as` is the Python type that pydantic produces from a request, `example` a sample value.
    """

    meaning = ""
    read_as: TypeAdapter[Any] = TEXT
    example = '"a text"'
    keys: tuple[str, ...] = ()
    kind = ScalarKind.STRING

    @abstractmethod
    def resolve(self, context: Context, declared: Declaration) -> T | None:
        """The declared type; None after reporting its errors."""

    def value(self, type_: T, *, optional: bool) -> ValueType:
        """The type of a field in expressions."""
        return ScalarValue(self.kind, optional)

    def literal(self, type_: T, value: object) -> Literal:
        """A value of the spec in the form used by the resolved system; raises Unfit."""
        raise NoLiteral("a spec cannot write values of this type")

    def sent(self, type_: T, value: object) -> None:
        """Raises Unfit for a JSON value that the system rejects in a request."""
        self.read(value)

    def read(self, value: object) -> Any:
        """The value that the system reads from JSON; raises Unfit."""
        try:
            return self.read_as.validate_python(value)
        except ValidationError:
            raise Unfit(f"expected {self.meaning}", self._instead_of(value)) from None

    def _instead_of(self, value: object) -> str:
        if self.read_as is TEXT and isinstance(value, int | float):
            return f'put it in quotes: `"{json.dumps(value)}"`'
        return f"write it like `{self.example}`"

    def places(self, type_: T) -> int | None:
        """The scale of a value; None for other types than decimals."""
        return None


class PlainRow[T: BaseType](TypeRow[T]):
    """A type without options."""

    @property
    @abstractmethod
    def type(self) -> T:
        """The type."""

    def resolve(self, context: Context, declared: Declaration) -> T:
        return self.type
