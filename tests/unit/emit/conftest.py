"""The examples, resolved once; and trees small enough to read."""

from pathlib import Path

import pytest

from msc.emit.tree import FileTree, RenderedFile, owner_of
from msc.ir.system import System
from msc.pipeline import load

EXAMPLES = Path(__file__).parents[3] / "specs" / "examples"


@pytest.fixture(scope="session")
def system() -> System:
    """The largest example."""
    outcome = load(EXAMPLES / "p2p-lending")
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def tree_of(texts: dict[str, str]) -> FileTree:
    """A file tree of these texts."""
    return FileTree(
        tuple(
            RenderedFile(path, text, owner_of(path), text.startswith("#!"))
            for path, text in sorted(texts.items())
        )
    )
