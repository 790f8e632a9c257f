"""A node tree as plain Python data, for validators that ignore positions."""

from msc.syntax.nodes import Mapping, Node, Scalar, Sequence

type Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """The values of the tree."""
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {str(entry.key.value): plain(entry.value) for entry in entries}
