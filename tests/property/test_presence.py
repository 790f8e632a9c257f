"""A row that may be missing is read only where a condition has proven that it is there."""

from collections.abc import Callable, Iterator
from itertools import product
from types import SimpleNamespace

from msc.expr.check import check
from msc.expr.python import compile_python
from msc.expr.target import Unsupported
from msc.ir.expressions import Expression
from tests.property.expressions.model import KINDS, SCOPE

NAMES = {"actor": "actor", "actor.second": "second"}
ROWS = (None, SimpleNamespace(a_int=1), SimpleNamespace(a_int=5))

type Row = SimpleNamespace | None
type Meaning = Callable[[Row], bool]
type Condition = tuple[str, Meaning]


def _read(row: Row) -> bool:
    assert row is not None
    return bool(row.a_int < 3)


SIMPLE: tuple[Condition, ...] = (
    ("actor.second == null", lambda row: row is None),
    ("actor.second != null", lambda row: row is not None),
    ("actor.second.a_int < 3", _read),
)


def _joined(one: Condition, word: str, other: Condition) -> Condition:
    def holds(row: Row) -> bool:
        if word == "&&":
            return one[1](row) and other[1](row)
        return one[1](row) or other[1](row)

    return f"({one[0]} {word} {other[0]})", holds


def _denied(condition: Condition) -> Condition:
    return f"!{condition[0]}", lambda row: not condition[1](row)


def _conditions() -> Iterator[Condition]:
    """Two conditions joined, or denied, and a third one that may rely on them."""
    for one, word, other in product(SIMPLE, ("&&", "||"), SIMPLE):
        pair = _joined(one, word, other)
        for before, joint, last in product((pair, _denied(pair)), ("&&", "||"), SIMPLE):
            yield _joined(before, joint, last)


def test_what_compiles_reads_no_missing_row() -> None:
    compiled = 0
    for text, meaning in _conditions():
        checked = check(text, SCOPE, KINDS["bool"])
        assert isinstance(checked, Expression), (text, checked)
        try:
            code = compile_python(checked.root, NAMES).text
        except Unsupported:
            continue
        compiled += "a_int" in text
        for row in ROWS:
            actor = SimpleNamespace(second_id=row and 1)
            assert eval(code, {"actor": actor, "second": row}) is meaning(row), (text, code)
    assert compiled > 20
