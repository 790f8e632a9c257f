"""SQLAlchemy types of values from outside the database."""

from msc.expr.target import Unsupported
from msc.ir.expressions import EnumValue, Node, RowValue, ScalarKind, ScalarValue

# A number without precision: PostgreSQL would round what is cast to that of a column.
TYPES = {
    ScalarKind.STRING: ("String", "String()"),
    ScalarKind.INT: ("BigInteger", "BigInteger()"),
    ScalarKind.DECIMAL: ("Numeric", "Numeric()"),
    ScalarKind.BOOL: ("Boolean", "Boolean()"),
    ScalarKind.DATE: ("Date", "Date()"),
    ScalarKind.TIMESTAMP: ("DateTime", "DateTime(timezone=True)"),
    ScalarKind.DURATION: ("Interval", "Interval()"),
    ScalarKind.UUID: ("Uuid", "Uuid()"),
}


def sql_type(node: Node) -> tuple[str, str]:
    """The import and the text of a value's SQLAlchemy type."""
    match node.type:
        case EnumValue():
            return TYPES[ScalarKind.STRING]
        case RowValue():
            return TYPES[ScalarKind.UUID]
        case ScalarValue(kind) if kind in TYPES:
            return TYPES[kind]
    raise Unsupported("only single values can be compared in the database")


def is_text(node: Node) -> bool:
    """Whether the database represents the value as text."""
    return isinstance(node.type, EnumValue) or (
        isinstance(node.type, ScalarValue) and node.type.kind is ScalarKind.STRING
    )
