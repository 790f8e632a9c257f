"""The guide: its files make a spec that is right, and its code fits what is built."""

import ast
import re
from pathlib import Path

from msc.emit.emission import emit
from msc.lower.program import lower
from msc.pipeline.front import front
from tests.property.imports import dangling

PAGE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text("utf-8")
SNIPPET = re.compile(r"^```(\w+)\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPETS = SNIPPET.findall(PAGE)
SPEC = [(path, text.encode()) for kind, path, text in SNIPPETS if kind == "yaml"]
CODE = {path: text for kind, path, text in SNIPPETS if kind == "python"}


def test_every_snippet_names_its_file() -> None:
    assert (
        len(re.findall(r"^```\w+$", PAGE, re.MULTILINE)) == len(SNIPPETS) == len(SPEC) + len(CODE)
    )


def test_the_files_make_a_spec_that_is_right() -> None:
    assert front(sorted(SPEC)).checked.diagnostics == ()


def test_code_of_ones_own_fits_what_is_built() -> None:
    system = front(sorted(SPEC)).checked.value
    assert system is not None
    program = lower(system).value
    assert program is not None
    emission = emit(program)
    files = {file.path: file.text for file in emission.tree.files if file.path.endswith(".py")}
    for path, text in CODE.items():
        seeded = ast.parse(files[path])
        mine = {
            statement.name
            for statement in ast.parse(text).body
            if isinstance(statement, ast.FunctionDef)
        }
        assert mine == {
            statement.name for statement in seeded.body if isinstance(statement, ast.FunctionDef)
        }
    assert list(dangling(files | CODE)) == []
