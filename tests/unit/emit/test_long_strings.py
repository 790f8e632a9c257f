"""Long strings in pieces: the same program, on lines that fit."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc.core.columns import columns
from msc.emit.formatting import format_python
from msc.emit.long_strings import break_long_strings, has_long_lines
from msc.lower.pycode import literal

LONG = "Please bring the tools back, clean and in time, to where you took them from. " * 3


@pytest.mark.parametrize(
    "text",
    [
        f"x = {literal(LONG)}\n",
        f"x = call(text={literal(LONG)}, other=[{{{literal(LONG)}: {literal('a' * 300)}}}])\n",
        f'assert result == ("short " {literal(LONG)})\n',
        f"def f() -> str:\n    return other({literal(LONG)}) + f'{{x}}' + {literal(LONG)}\n",
        f"class A:\n    b: Literal[{literal('x' * 120)}]\n",
        # Each of these characters takes two columns.
        f"x = {literal('最初の行 ' * 12)}\n",
    ],
)
def test_lines_fit_and_say_the_same(text: str) -> None:
    formatted = format_python({"a.py": text})["a.py"]
    assert not has_long_lines(formatted)
    assert all(columns(line) <= 100 for line in formatted.splitlines())
    assert ast.unparse(ast.parse(formatted)) == ast.unparse(ast.parse(text))


@given(st.text(min_size=90, max_size=400))
def test_any_text_stays_what_it_is(value: str) -> None:
    text = f"def f() -> None:\n    x = {{1: g({literal(value)})}}\n"
    broken = break_long_strings(text)
    assert ast.unparse(ast.parse(broken)) == ast.unparse(ast.parse(text))
    assert not has_long_lines(broken)


def test_docstrings_and_comments_are_left_alone() -> None:
    text = f'"""{LONG.strip()}"""\n\n# {LONG.strip()}\n'
    assert format_python({"a.py": text}) == {"a.py": text}
