"""The occurrences of variables in the statements of a use case."""

import ast
from collections.abc import Sequence


def names_said(lines: Sequence[str]) -> list[ast.Name]:
    """Every position in the statements where a variable is named."""
    tree = ast.parse("\n".join(["async def _():", "    pass", *(f"    {line}" for line in lines)]))
    names: list[ast.Name] = []
    rest: list[ast.AST] = [tree]
    # `ast.walk` asks each node for its fields by name, and took most of the time of `lower`.
    while rest:
        node = rest.pop()
        if isinstance(node, ast.Name):
            names.append(node)
            continue
        for part in vars(node).values():
            if isinstance(part, ast.AST):
                rest.append(part)
            elif isinstance(part, list):
                rest.extend(child for child in part if isinstance(child, ast.AST))
    return names
