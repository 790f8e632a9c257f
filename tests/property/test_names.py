"""Names that mean something elsewhere are refused, or their code is as good as any."""

import ast
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from ruff import find_ruff_bin

from msc.core.naming import pascal
from msc.emit import emission
from msc.lower.program import lower
from msc.pipeline.front import front
from tests.property import crowd, odd_names
from tests.property.positions import written


@pytest.mark.slow
def test_names_that_mean_something_elsewhere_make_code_that_is_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(emission, "format_python", dict)
    spec, system = crowd.accepted()
    # The language would be a poor one if it refused ordinary words.
    for name in ("user", "order", "settings", "unit", "input", "none", "page", "class", "con"):
        assert name in spec["entities"]
        assert name in spec["operations"]
    for name in ("class", "from", "date", "copy", "metadata", "version", "model_config"):
        assert name in spec["entities"]["keeper"]["fields"]
    emitted = emission.emit(lower(system).value)
    for file in emitted.tree.files:
        if file.path.endswith(".py"):
            ast.parse(file.text, file.path)


def test_distinct_names_have_distinct_paths() -> None:
    """Names that differ by little; a pair that meets in a path or a class is refused."""
    near = ("ab", "a_b", "abs", "a_bs", "ab2", "ab_2", "ab_s", "news", "new", "loan_1", "loan1")
    _, system = crowd.accepted(near)
    emitted = emission.plan(lower(system).value, emission.Templates())
    paths = [file.path.casefold() for file in emitted.plan.files]
    assert len(paths) == len(set(paths))
    kept = [entity.name for entity in system.entities]
    assert len(kept) > 6
    for one, other in combinations(kept, 2):
        assert pascal(one) != pascal(other)
        assert system.entity(one).plural != system.entity(other).plural


def bound(module: ast.Module) -> Iterator[str]:
    """What the statements of a module bind, each time that they do."""
    for statement in module.body:
        match statement:
            case ast.Import(names) | ast.ImportFrom(names=names):
                yield from (name.asname or name.name for name in names)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name


def hidden(module: ast.Module) -> set[str]:
    """What the module binds, fixtures apart, and a function of it binds anew."""
    functions = [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    local = {name for function in functions for node in ast.walk(function) for name in own(node)}
    fixtures = {function.name for function in functions if is_fixture(function)}
    return local & set(bound(module)) - fixtures


def is_fixture(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("fixture" in ast.unparse(decorator) for decorator in function.decorator_list)


def own(node: ast.AST) -> Iterator[str]:
    """What the node binds within a function."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.arg(arg=name):
            yield name


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, 9))]
)
def test_any_word_may_name_anything(seed: int, tmp_path: Path) -> None:
    """What is built passes the emitted linter, and no module binds a name twice or hides it."""
    names = odd_names.words()
    random.Random(seed).shuffle(names)
    result = front([("spec.yaml", written(odd_names.odd(names, entities=3)))]).checked
    assert result.value is not None, [diagnostic.message for diagnostic in result.diagnostics]
    emitted = emission.emit(lower(result.value).value)
    for file in emitted.tree.files:
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
        if file.path.endswith(".py"):
            module = ast.parse(file.text)
            times = Counter(bound(module))
            assert [name for name, number in times.items() if number > 1] == [], file.path
            assert hidden(module) == set(), file.path
    done = subprocess.run(
        [find_ruff_bin(), "check", "--no-cache", "--output-format", "concise", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
