"""A system whose names mean something elsewhere: its types, and its unit tests."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from msc.pipeline.building import build as build_system
from tests.emitted.conftest import build
from tests.property import odd_names
from tests.property.positions import written

pytestmark = pytest.mark.emitted


def test_any_word_may_name_anything(tmp_path: Path) -> None:
    python = build("pocket") / ".venv" / "bin" / "python"
    words = odd_names.words()
    random.Random(0).shuffle(words)
    spec, out = tmp_path / "spec.yaml", tmp_path / "out"
    spec.write_bytes(written(odd_names.odd(words, entities=2)))
    assert not build_system(spec, out).failed
    path = f"{out}/shared/src:{out}/testing/src"
    own = {"MYPYPATH": path, "PYTHONPATH": path, "MYPY_CACHE_DIR": f"{out}/.mypy_cache"}
    environment = {**os.environ, **own}
    for service in sorted((out / "services").iterdir()):
        for tool in (
            ("mypy", "--config-file", "../../pyproject.toml", f"{service}/src", f"{service}/tests"),
            ("pytest", "-q", "tests/unit"),
        ):
            done = subprocess.run(
                [python, "-m", *tool], cwd=service, env=environment, capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{service.name}: {done.stdout}{done.stderr}"
