"""Small mistakes that could stand in a module: each is one expression written otherwise."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult,
}  # fmt: skip
# Settings of classes, caches and checks: with another value the code does the same.
WITHOUT_EFFECT = {"strict", "slots", "frozen", "kw_only", "maxsize", "compare", "repr"}

type Replaced = tuple[ast.AST, str]


@dataclass(frozen=True)
class Mutation:
    """A piece of a module, as it stands and as it would be wrong."""

    line: int
    start: int
    end: int
    before: str
    after: str

    def applied(self, source: bytes) -> bytes:
        """The module with the mistake in it."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def mutations(source: bytes) -> list[Mutation]:
    """Every mistake that this tool can make in a module."""
    tree = ast.parse(source)
    ignored = set(_without_effect(tree))
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return [
        _mutation(source, starts, node, after)
        for parent in ast.walk(tree)
        if parent not in ignored
        for node, after in _mistakes(parent)
    ]


def _mutation(source: bytes, starts: list[int], node: ast.AST, after: str) -> Mutation:
    assert isinstance(node, ast.expr | ast.pattern)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset
    return Mutation(node.lineno, start, end, source[start:end].decode(), after)


def _without_effect(tree: ast.Module) -> Iterator[ast.AST]:
    """What says something to readers, type checkers or for the case of our own mistake only."""
    for node in ast.walk(tree):
        match node:
            case ast.Assert() | ast.Raise() | ast.TypeAlias():
                yield from ast.walk(node)
            case ast.AnnAssign() | ast.arg() if node.annotation:
                yield from ast.walk(node.annotation)
            case ast.FunctionDef(returns=ast.expr() as returns):
                yield from ast.walk(returns)
            case ast.Subscript(slice=ast.Tuple() as types):
                yield from ast.walk(types)
            case ast.keyword(arg=str(name)) if name in WITHOUT_EFFECT:
                yield from ast.walk(node)


def _mistakes(node: ast.AST) -> Iterator[Replaced]:
    """The pieces of a node that can be wrong, each with what would stand there."""
    match node:
        case ast.Compare(ops=[operator, *_]) if type(operator) in OPPOSITES:
            yield node, _changed(node, ops=[OPPOSITES[type(operator)](), *node.ops[1:]])
        case ast.BoolOp(op=operator, values=values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield node, _changed(node, op=other)
            yield node, _changed(node, values=values[1:])
            yield node, _changed(node, values=values[:-1])
        case ast.UnaryOp(op=ast.Not()):
            yield node, f"({ast.unparse(node.operand)})"
        case ast.BinOp(op=operation) if type(operation) in ARITHMETIC:
            yield node, _changed(node, op=ARITHMETIC[type(operation)]())
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield test, f"(not ({ast.unparse(test)}))"
        case ast.comprehension(ifs=conditions):
            yield from ((condition, "True") for condition in conditions)
        case ast.Constant(value=bool(value)):
            yield node, str(not value)
        case ast.Constant(value=int(value)):
            yield node, str(value + 1)
        case ast.Tuple() | ast.List() | ast.Set() if len(node.elts) > 1 and _is_read(node):
            yield node, _changed(node, elts=node.elts[1:])
            yield node, _changed(node, elts=node.elts[:-1])
        case ast.Call(func=ast.Name(id="any" | "all" as name)):
            yield node.func, "all" if name == "any" else "any"
        case ast.match_case(guard=ast.expr() as guard):
            yield guard, "True"
        case ast.match_case(pattern=pattern) if not _matches_all(pattern):
            yield pattern, f"{ast.unparse(pattern)} if False"


def _is_read(node: ast.Tuple | ast.List | ast.Set) -> bool:
    return isinstance(node, ast.Set) or isinstance(node.ctx, ast.Load)


def _matches_all(pattern: ast.pattern) -> bool:
    """Whether it is the last resort, which the compiler of Python wants to stand last."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _changed(node: ast.expr, **fields: object) -> str:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return f"({ast.unparse(changed)})"
