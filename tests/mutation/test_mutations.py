"""Every mistake is one that Python can read, and that changes what a module says."""

import ast
from pathlib import Path

import pytest

from tests.mutation.areas import AREAS
from tests.mutation.mutations import mutations

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", AREAS)
def test_a_mutant_is_another_module(name: str) -> None:
    path = AREAS[name].modules(ROOT)[0]
    source = path.read_bytes()
    before = ast.dump(ast.parse(source))
    for mutation in mutations(source):
        text = mutation.applied(source)
        compile(text, str(path), "exec")
        assert ast.dump(ast.parse(text)) != before, mutation


def test_what_says_nothing_to_the_program_stays() -> None:
    source = b"def f(x: tuple[1, 2]) -> Literal[1, 2]:\n    assert x == 1\n    return x\n"
    assert mutations(source) == []
    assert len(mutations(b"x = 1 - 2")) == 3
