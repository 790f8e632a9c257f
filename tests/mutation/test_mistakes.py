"""The known mistakes are mistakes in the system that is emitted today."""

import ast
from pathlib import Path

import pytest

from msc.core import resources
from msc.pipeline.building import build
from tests.mutation.mistakes import MISTAKES, Mistake


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("system")
    spec = resources.folder("examples") / "p2p-lending"
    assert not build(spec, folder, dry_run=False, check=False).failed
    return folder


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_known_mistake_can_be_made(system: Path, mistake: Mistake) -> None:
    source = (system / mistake.module).read_bytes()
    mutant = mistake.mutation(system).applied(source)
    assert ast.dump(ast.parse(mutant)) != ast.dump(ast.parse(source))
