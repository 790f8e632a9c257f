"""`python -m tests.generated.harvest TREE…`: the identifiers of emitted code as words."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

WORDS = Path(__file__).with_name("words") / "identifiers.txt"
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


def identifiers(tree: Path) -> Iterator[str]:
    """Every name of the Python files of a tree that an author could choose too."""
    for path in sorted(tree.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for name in _of(node):
                yield from re.findall(NAME, name) if NAME.fullmatch(name) else ()


def _of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(name) | ast.arg(name) | ast.keyword(str(name)) | ast.Attribute(attr=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.alias(name, other):
            yield from (other or name).split(".")
        case ast.ImportFrom(module=str(module)):
            yield from module.split(".")
        case ast.Constant(str(text)):
            yield text


def _is_choosable(name: str) -> bool:
    """Whether it is no name of a test, of which there are too many, and the language takes it."""
    return not (name.startswith("test_") or "__" in name or name.endswith("_"))


def main() -> None:
    """Writes the list anew."""
    names = {name for tree in sys.argv[1:] for name in identifiers(Path(tree))}
    lines = [""]
    for name in sorted(filter(_is_choosable, names)):
        if len(lines[-1]) + len(name) > 98:
            lines.append("")
        lines[-1] = f"{lines[-1]} {name}".strip()
    WORDS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
