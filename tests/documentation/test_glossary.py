"""Names, file names and messages keep to the words of the glossary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from msc.core.catalogue import ALL

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
PYTHON = ("msc", "pages", "benchmarks", "tests")
# What msc emitted: today, which the blueprints answer for, and in former releases.
EMITTED = (ROOT / "tests/golden/pocket", ROOT / "tests/releases")
TEMPLATES = tuple(
    path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "blueprints").iterdir())
)
# The text between the marks of Jinja and the strings and comments of Python hold prose.
PROSE = re.compile(r'\{%.*?%\}|\{#.*?#\}|#.*|"""(?s:.*?)"""|"(?:\\.|[^"\\\n])*"')
NAME = re.compile(r"[A-Za-z_]\w*")


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    section = GLOSSARY.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def quoted(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


REPLACED = {word: row[0] for row in table("Terms") for word in quoted(row[2])}
EMPTY = {word: row[1] for row in table("Names that say nothing") for word in quoted(row[0])}
MEANINGS = {row[0].strip("`"): row[2].strip("`") for row in table("Names that mean one thing")}


def better(name: str) -> str | None:
    """What the glossary has instead of a name, if it does not want it."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")
    if words in EMPTY:
        return EMPTY[words]
    for word, term in REPLACED.items():
        if re.search(rf"(?:^|_){word}s?(?:_|$)", words):
            return term
    return None


def bound(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The names that a module defines, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.arg(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                yield node.lineno, name
            case (
                ast.ClassDef(name) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name))
            ):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def of_python(path: Path) -> Iterator[tuple[int, str]]:
    yield from bound(ast.parse(path.read_text("utf-8")))


def of_template(path: Path) -> Iterator[tuple[int, str]]:
    """Every name in a template, of Jinja and of the Python around it."""
    text = path.read_text("utf-8")
    for node in Environment().parse(text).find_all((nodes.Name, nodes.Getattr)):
        yield node.lineno, node.name if isinstance(node, nodes.Name) else node.attr
    code = PROSE.sub(lambda prose: "\n" * prose[0].count("\n"), text)
    for number, line in enumerate(code.splitlines(), 1):
        yield from ((number, name) for name in NAME.findall(line))


def unwanted(path: Path, names: Iterator[tuple[int, str]]) -> list[str]:
    place = path.relative_to(ROOT).as_posix()
    return [f"{place}:{line}: `{name}`: {term}" for line, name in names if (term := better(name))]


def is_written(path: Path) -> bool:
    return not any(path.is_relative_to(folder) for folder in EMITTED)


@pytest.mark.parametrize("folder", PYTHON)
def test_names_of_python_are_terms(folder: str) -> None:
    modules = sorted(path for path in (ROOT / folder).rglob("*.py") if is_written(path))
    assert modules
    assert [line for path in modules for line in unwanted(path, of_python(path))] == []


@pytest.mark.parametrize("folder", TEMPLATES)
def test_names_of_blueprints_are_terms(folder: str) -> None:
    """A file that is only sometimes emitted ends with the mark that says so, not with `.py`."""
    texts = sorted(path for path in (ROOT / folder).rglob("*.py*") if path.suffix != ".pyc")
    assert texts
    assert [line for path in texts for line in unwanted(path, of_template(path))] == []


def test_file_names_are_terms() -> None:
    paths = [path for folder in (*PYTHON, *TEMPLATES) for path in (ROOT / folder).rglob("*")]
    assert [
        path for path in paths if better(path.name.partition(".")[0]) and is_written(path)
    ] == []


def test_messages_use_the_terms() -> None:
    words = {word.replace("_", " "): term for word, term in REPLACED.items()}
    texts = [(code.id, f"{code.message} {code.hint}") for code in ALL]
    assert [
        f"{code}: `{word}`: {term}"
        for code, text in texts
        for word, term in words.items()
        if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("name", MEANINGS)
def test_a_name_means_one_thing(name: str) -> None:
    pattern = re.compile(rf"^(?:class|type) {name}\b", re.MULTILINE)
    defined = [path for path in (ROOT / "msc").rglob("*.py") if pattern.search(path.read_text())]
    assert [path.relative_to(ROOT).as_posix() for path in defined] == [MEANINGS[name]]


def test_the_tables_are_read() -> None:
    assert better("each")
    assert better("_found")
    assert better("BuriedLetters")
    assert better("farewells")
    assert better("for_each") is None
    assert better("foundation") is None
    assert list(of_python(Path(__file__)))
