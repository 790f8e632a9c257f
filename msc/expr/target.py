"""Analyses of typed trees that all compilation targets share."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.expressions import (
    Call,
    Comprehension,
    Constant,
    ListLiteral,
    ListValue,
    Node,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    Variable,
)


class Unsupported(Exception):  # noqa: N818 - the caller turns it into a diagnostic
    """The target cannot express this; the text is the reason, for the author of the spec."""


class Code(Record):
    """Target text and its imports: (module, name) pairs, sorted."""

    text: str
    imports: tuple[tuple[str, str], ...]


def path_of(node: Node) -> tuple[str, ...] | None:
    """The names in a chain such as `input.loan.borrower`, or None for any other node."""
    match node:
        case Variable(name):
            return (name,)
        case Select(operand, field):
            front = path_of(operand)
            return None if front is None else (*front, field)
        case _:
            return None


def is_null(node: Node) -> bool:
    """Whether the node is the literal null."""
    return isinstance(node, Constant) and node.value is None


def is_singleton(node: Node) -> bool:
    """Whether the node is the literal null, true or false."""
    return isinstance(node, Constant) and (node.value is None or isinstance(node.value, bool))


def is_row(node: Node) -> bool:
    """Whether the node denotes a row, which is compared by its identifier."""
    return isinstance(node.type, RowValue)


def is_behind_reference(node: Node) -> bool:
    """Whether a field belongs to a row that is reached through a reference of another row."""
    if not isinstance(node, Select) or not isinstance(node.operand, Select):
        return False
    if node.field == "id" or not is_row(node.operand):
        return is_behind_reference(node.operand)
    return isinstance(node.operand.operand.type, RowValue)


def reads_further_rows(node: Node) -> bool:
    """Whether any part of the expression is behind a reference."""
    return is_behind_reference(node) or any(map(reads_further_rows, children(node)))


def kind_of(node: Node) -> ScalarKind | None:
    """The scalar kind of the node's value."""
    return node.type.kind if isinstance(node.type, ScalarValue) else None


def conjuncts(node: Node) -> Iterator[Node]:
    """The conditions that all have to hold for the node to hold."""
    if isinstance(node, Call) and node.function == "&&":
        for argument in node.arguments:
            yield from conjuncts(argument)
    else:
        yield node


def children(node: Node) -> tuple[Node, ...]:
    """The direct children of a node."""
    match node:
        case Select(operand):
            return (operand,)
        case Call(_, arguments):
            return arguments
        case ListLiteral(items):
            return items
        case Comprehension(_, source, _, body):
            return (source, body)
        case _:
            return ()


def free_variables(node: Node) -> frozenset[str]:
    """The free variables of the node."""
    if isinstance(node, Variable):
        return frozenset({node.name})
    if isinstance(node, Comprehension):
        return free_variables(node.range) | (free_variables(node.body) - {node.variable})
    return frozenset().union(*(free_variables(child) for child in children(node)))


def reads_stored_rows(node: Node) -> bool:
    """Whether the value depends on stored rows that are not loaded."""
    if isinstance(node, Variable):
        return isinstance(node.type, ListValue) and node.type.stored
    return any(reads_stored_rows(child) for child in children(node))


def loaded_paths(node: Node) -> frozenset[tuple[str, ...]]:
    """Paths of the rows that must be loaded, such as ("input", "payment", "payer").

    A row of which only the identifier is used need not be loaded.
    """
    match node:
        case Select(operand, "id") if is_row(operand):
            return _above(operand)
        case Select(operand) if is_row(operand):
            path = path_of(operand)
            return _above(operand) | (frozenset({path}) if path else loaded_paths(operand))
        case Comprehension():
            return frozenset(
                path for child in children(node) for path in loaded_paths(child)
                if path[0] != node.variable
            )  # fmt: skip
        case _:
            return frozenset(path for child in children(node) for path in loaded_paths(child))


def _above(node: Node) -> frozenset[tuple[str, ...]]:
    if isinstance(node, Select) and not isinstance(node.operand.type, RecordValue):
        return loaded_paths(node)
    return frozenset()
