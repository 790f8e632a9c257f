"""The structure of msc itself: sizes, values that do not change, templates that decide nothing."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "msc").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])
TEMPLATES = sorted((ROOT / "blueprints").rglob("*.jinja"))
MAX_MODULE, MAX_FUNCTION, MAX_NESTING = 400, 40, 3
DATA = (ROOT / "msc" / "ir", ROOT / "msc" / "emit" / "views")
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
# What shows shape: text, values, loops over values, and flags that a view has decided.
SHAPE = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For,
    nodes.If, nodes.Include, nodes.Const,
)  # fmt: skip


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def depth(node: ast.AST) -> int:
    """How deep blocks stand inside one another; `elif` is no deeper than its `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        chained = isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If)
        deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not chained))
    return deepest


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_code_is_small_and_flat(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MAX_MODULE
    tree = ast.parse(text)
    lengths = {
        function.name: (function.end_lineno or 0) - function.lineno + 1
        for function in functions(tree)
    }
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION} == {}
    assert [function.name for function in functions(tree) if depth(function) > MAX_NESTING] == []


def test_nothing_is_left_to_do() -> None:
    marks = [word.upper() for word in ("todo", "fixme", "xxx")]
    below = (path for path in (ROOT / "blueprints").rglob("*") if path.is_file())
    files = [*MODULES, *(path for path in below if path.suffix != ".pyc")]
    assert [
        shown(path) for path in files if any(mark in path.read_text("utf-8") for mark in marks)
    ] == []


def test_data_is_frozen_and_has_an_order() -> None:
    """No stage changes what another made, and no order is left to a hash."""
    classes = []
    for path in (module for module in MODULES if any(module.is_relative_to(one) for one in DATA)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and _fields(node):
                classes += [f"{shown(path)}: {node.name}.{name}" for name in _loose(node)]
    assert classes == []


def test_values_with_fields_are_structs() -> None:
    """`Record` or `Mutable`, of which neither compiles methods at each start."""
    pattern = re.compile(r"^@dataclass(?!_)", re.MULTILINE)
    assert [shown(path) for path in MODULES if pattern.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_name_of_a_module_stands_for_one_thing(path: Path) -> None:
    statements = ast.parse(path.read_text("utf-8")).body
    targets = [
        target
        for statement in statements
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (
            statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        )
    ]
    counts = Counter(target.id for target in targets if isinstance(target, ast.Name))
    assert [name for name, count in counts.items() if count > 1] == []


def _fields(defined: ast.ClassDef) -> list[ast.AnnAssign]:
    return [statement for statement in defined.body if isinstance(statement, ast.AnnAssign)]


def _loose(defined: ast.ClassDef) -> Iterator[str]:
    if "Mutable" in map(ast.unparse, defined.bases):
        yield "may change"
    for field in _fields(defined):
        words = {one.id for one in ast.walk(field.annotation) if isinstance(one, ast.Name)}
        if words & {"set", "frozenset", "dict", "list"}:
            yield ast.unparse(field.target)


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_templates_show_shape_and_views_decide(path: Path) -> None:
    def decisions(node: nodes.Node) -> Iterator[str]:
        # The names that a loop takes a pair apart into.
        unpacked = isinstance(node, nodes.Tuple) and node.ctx == "store"
        if not isinstance(node, SHAPE) and not unpacked:
            yield f"line {node.lineno}: {type(node).__name__}"
        for child in node.iter_child_nodes():
            yield from decisions(child)

    assert list(decisions(Environment().parse(path.read_text("utf-8")))) == []
