"""What the files of an emitted tree import of one another."""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

OWN = ("src", "tests", "local", "shared")
SHARED = "shared/src/"


class Names(NamedTuple):
    """What a module defines, and what it takes from modules of the project: module and name."""

    defined: frozenset[str]
    taken: tuple[tuple[str, str], ...]


def dangling(files: Mapping[str, str]) -> Iterator[str]:
    """Every import of the project's own modules that finds nothing."""
    for path, text in files.items():
        for module, name in names_of(text).taken:
            parent = _path(path, module, files)
            inside = _path(path, f"{module}.{name}", files)
            if inside is None and (parent is None or name not in names_of(files[parent]).defined):
                yield f"{path}: {module}.{name}"


@lru_cache(maxsize=20_000)
def names_of(text: str) -> Names:
    """The names of a module."""
    tree = ast.parse(text)
    defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    taken = []
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                defined |= {name.asname or name.name for name in names}
                if module.partition(".")[0] in OWN:
                    taken += [(module, name.name) for name in names]
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                defined.add(name)
            case ast.Import(names):
                defined |= {name.asname or name.name for name in names}
    return Names(frozenset(defined), tuple(taken))


def _path(path: str, module: str, files: Mapping[str, str]) -> str | None:
    """The file of a module, as the part of the project sees it that the path belongs to."""
    place = module.replace(".", "/")
    candidates = (
        f"{root}{place}{end}" for root in (_root(path), SHARED) for end in (".py", "/__init__.py")
    )
    return next((candidate for candidate in candidates if candidate in files), None)


def _root(path: str) -> str:
    first, second, *_ = path.split("/")
    if first == "services":
        return f"{first}/{second}/"
    return f"{first}/" if first in ("shared", "simulators") else ""
