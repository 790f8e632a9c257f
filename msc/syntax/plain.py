"""A node tree as plain Python data, for validators that ignore positions."""

from msc.syntax.nodes import Mapping, Node, Scalar, Sequence

type Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """The values of the tree."""
    if isinstance(node, Mapping):
        # Most values are scalars; a call for each of them would take most of the time.
        return {
            str(entry.key.value): value.value
            if isinstance(value := entry.value, Scalar)
            else plain(value)
            for entry in node.entries
        }
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else node.value
