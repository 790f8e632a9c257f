"""Whatever is left of a spec: if the compiler accepts it, its tree is as good as any."""

import random
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from ruff import find_ruff_bin

from msc.emit import emission
from msc.emit.formatting import format_python
from msc.emit.tree import FileTree
from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.front import front
from tests.property.imports import dangling
from tests.property.positions import ROOT, written
from tests.property.pruning import pruned
from tests.property.structure import structure
from tests.property.test_mutations import SPECS

NAMED = sorted((ROOT / "tests" / "systems").glob("*/*.yaml"))
SETTINGS = ROOT / "blueprints" / "infrastructure" / "template" / "pyproject.toml"
SEEDS_PER_PART, PARTS = 30, 4


@pytest.fixture(autouse=True)
def unformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emission, "format_python", dict)


def tree_of(system: System) -> FileTree:
    """The emitted tree, all files of which have the structure that their names promise."""
    emitted = emission.emit(lower(system).value)
    for file in emitted.tree.files:
        parsed(file.path.rpartition("/")[2], file.text)
    return emitted.tree


@lru_cache(maxsize=20_000)
def parsed(name: str, text: str) -> Any:
    """Most files are the same in many systems."""
    return structure(name, text)


def judge(trees: Iterable[FileTree], folder: Path) -> None:
    """Holds the Python files of the trees to the emitted project's own rules, in one go."""
    systems = [{file.path: file.text for file in tree.files} for tree in trees]
    unfinished = dict(different(systems))
    finished = format_python(unfinished)
    # By path and unfinished text, which many trees have in common.
    texts = {(path.partition("/")[2], text): finished[path] for path, text in unfinished.items()}
    for tree in systems:
        code = {path: texts[path, text] for path, text in tree.items() if is_code(path)}
        assert list(dangling(code)) == []
    lint(finished, folder)


def different(trees: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """The Python files by the number of their tree and their path, each text of a path once."""
    seen = set()
    for number, tree in enumerate(trees):
        for path, text in tree.items():
            if is_code(path) and (path, text) not in seen:
                seen.add((path, text))
                yield f"{number}/{path}", text


def is_code(path: str) -> bool:
    return path.endswith(".py")


def lint(files: Mapping[str, str], folder: Path) -> None:
    settings = SETTINGS.read_text("utf-8")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
        # Some rules are for folders of the project, which this is the root of.
        (folder / path.partition("/")[0] / "pyproject.toml").write_text(settings, "utf-8")
    command = [find_ruff_bin(), "check", "--no-cache", "--output-format=concise", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr


def accepted(path: Path) -> System:
    checked = front([(path.name, path.read_bytes())]).checked
    assert checked.value is not None, [diagnostic.message for diagnostic in checked.diagnostics]
    return checked.value


@pytest.mark.slow
def test_named_systems_are_sound(tmp_path: Path) -> None:
    judge([tree_of(accepted(path)) for path in NAMED], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_pruned_systems_are_sound(part: int, tmp_path: Path) -> None:
    trees = []
    for seed in range(part * SEEDS_PER_PART, (part + 1) * SEEDS_PER_PART):
        chance = random.Random(seed)
        left, system = pruned(chance.choice(SPECS), chance)
        try:
            trees.append(tree_of(system))
        except Exception as error:
            error.add_note(f"seed {seed}:\n{written(left).decode()[:20_000]}")
            raise
    judge(trees, tmp_path)
