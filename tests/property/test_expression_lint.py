"""The emitted Python of an expression is as the emitted project's own linter wants it."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruff import find_ruff_bin

from msc.expr.check import check
from msc.expr.python import compile_python
from msc.expr.sql import compile_condition
from msc.ir.expressions import Expression
from tests.property.expressions.author import Author
from tests.property.expressions.evaluator import NAMES
from tests.property.expressions.model import KINDS, SCOPE
from tests.property.test_small_systems import SETTINGS
from tests.unit.expr.model import ROW

KINDS_OF_VALUES = ("bool", "string", "int", "decimal", "date", "timestamp", "uuid", "mood")


def evaluated(draw: Callable[..., Any]) -> str:
    """The Python of a drawn expression."""
    author = Author(draw, {"actor": "person"}, sql=False)
    kind = draw(st.sampled_from(KINDS_OF_VALUES))
    term = author.condition(3) if kind == "bool" else author.value(kind, 2)
    expression = check(term.text, SCOPE, KINDS[kind] if kind == "bool" else None)
    assert isinstance(expression, Expression), (term.text, expression)
    return compile_python(expression.root, NAMES).text


def selected(draw: Callable[..., Any]) -> str:
    """The SQLAlchemy clause of a drawn condition."""
    term = Author(
        draw, {"actor": "person", "row": "person"}, sql=True, enclosing=("person",)
    ).condition(3)
    expression = check(term.text, ROW, KINDS["bool"])
    assert isinstance(expression, Expression), (term.text, expression)
    return compile_condition(expression.root, "row", "person").text


def functions(count: int, drawn: Callable[[Callable[..., Any]], str]) -> str:
    """A module in which each function returns a drawn expression."""
    texts: list[str] = []

    @settings(
        max_examples=count, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        text = drawn(data.draw)
        texts.append(f"def f{len(texts)}(actor, given, now, today):\n    return {text}\n")

    collect()
    return "\n\n".join(dict.fromkeys(texts))


@pytest.mark.parametrize("count", [150, pytest.param(600, marks=pytest.mark.slow)])
@pytest.mark.parametrize("drawn", [evaluated, selected])
def test_expressions_pass_the_emitted_lint(
    drawn: Callable[[Callable[..., Any]], str], count: int, tmp_path: Path
) -> None:
    module = tmp_path / "module.py"
    module.write_text(functions(count, drawn), "utf-8")
    (tmp_path / "pyproject.toml").write_text(SETTINGS.read_text("utf-8"), "utf-8")
    # Of a whole module it is said elsewhere: names, arguments, the length of lines.
    command = [find_ruff_bin(), "check", "--no-cache", "--output-format=concise",
               "--ignore=E501,F821,ARG001,I001,D", "."]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = module.read_text("utf-8").splitlines()
    complaints = [
        f"{line}  {lines[int(line.split(':')[1]) - 1]}"
        for line in done.stdout.splitlines()
        if line.startswith("module.py")
    ]
    assert done.returncode == 0, "\n".join(complaints[:40]) + done.stderr
