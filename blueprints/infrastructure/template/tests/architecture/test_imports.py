"""A service imports only what its own image installs, though all are tested in one environment."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / "shared" / "src"
IMAGES = sorted(file.parent for file in ROOT.glob("*/**/requirements.txt") if not {".venv", "ext"} & {*file.parts})
OWN = {"src", "shared"}
DISTRIBUTIONS = packages_distributions()


def executed(node: ast.AST) -> Iterator[ast.AST]:
    """The node and its descendants, without code for type checkers only."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from executed(child)


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports."""
    for node in executed(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(image: Path) -> Iterator[str]:
    """The imports of the service, including those of the shared modules that it uses."""
    files = sorted((image / "src").rglob("*.py"))
    seen: set[Path] = set()
    while files:
        file = files.pop()
        if file not in seen:
            seen.add(file)
            modules = list(imported(file))
            yield from modules
            files += [path for module in modules if (path := shared_file(module)) is not None]


def shared_file(module: str) -> Path | None:
    """The file of a shared module; None for anything else."""
    place = SHARED.joinpath(*module.split("."))
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def installed(image: Path) -> set[str]:
    """The distributions in the image."""
    files = (image / "requirements.txt", image / "src" / "ext" / "requirements.txt")
    lines = [line for file in files if file.is_file() for line in file.read_text().splitlines()]
    return {canonical(line.partition("==")[0]) for line in lines if "==" in line}


def canonical(distribution: str) -> str:
    """The one spelling of a distribution's name."""
    return distribution.lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)
def test_service_imports_what_its_image_installs(image: Path) -> None:
    packages = {module.partition(".")[0] for module in reached(image)}
    foreign = packages - OWN - sys.stdlib_module_names
    have = installed(image)
    assert foreign
    missing = {
        package
        for package in foreign
        if not have & {canonical(name) for name in DISTRIBUTIONS.get(package, [package])}
    }
    assert missing == set()
