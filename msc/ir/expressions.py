"""Checked expressions: a small typed syntax tree that all targets compile.

It follows the checked tree of CEL. A macro is one node with its kind; an operator is a call whose
function is the operator as written (`==`, `&&`, `? :`).
"""

from enum import StrEnum

from msc.core.record import Record


class ScalarKind(StrEnum):
    """The kinds of single values."""

    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    STRING = "string"
    UUID = "uuid"
    TIMESTAMP = "timestamp"
    DATE = "date"
    DURATION = "duration"
    JSON = "json"
    NULL = "null"


class ScalarValue(Record):
    """A single value; `optional` means nullable."""

    kind: ScalarKind
    optional: bool = False


class EnumValue(Record):
    """A value of an enum; `name` is that of the declared type."""

    name: str
    values: tuple[str, ...]
    optional: bool = False


class RowValue(Record):
    """A row of an entity."""

    entity: str
    optional: bool = False


class RecordValue(Record):
    """Named values that are not stored as a row, such as an operation's input."""

    fields: tuple[tuple[str, "ValueType"], ...]


class ListValue(Record):
    """A list. With `stored`, it denotes all rows of its entity and is never loaded as a whole."""

    item: "ValueType"
    stored: bool = False


type ValueType = ScalarValue | EnumValue | RowValue | RecordValue | ListValue


class Constant(Record):
    """A literal: None, a bool, an int, a text, or the text of a decimal."""

    value: None | bool | int | str
    type: ValueType


class Variable(Record):
    """A name in scope."""

    name: str
    type: ValueType


class Select(Record):
    """A field of a row or of a record."""

    operand: "Node"
    field: str
    type: ValueType


class Call(Record):
    """An operator or a function; a method's receiver is the first argument."""

    function: str
    arguments: tuple["Node", ...]
    type: ValueType


class ListLiteral(Record):
    """A list literal."""

    items: tuple["Node", ...]
    type: ValueType


class ComprehensionKind(StrEnum):
    """The macros over a list."""

    FILTER = "filter"
    EXISTS = "exists"
    ALL = "all"
    EXISTS_ONE = "exists_one"
    MAP = "map"


class Comprehension(Record):
    """A macro: `body` is evaluated with `variable` bound to each item of `range`."""

    kind: ComprehensionKind
    range: "Node"
    variable: str
    body: "Node"
    type: ValueType


type Node = Constant | Variable | Select | Call | ListLiteral | Comprehension


class Expression(Record):
    """An expression: its source text and its checked tree."""

    source: str
    root: Node

    @property
    def type(self) -> ValueType:
        """The type of its value."""
        return self.root.type
