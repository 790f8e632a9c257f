"""The emitted systems' own gates, run as their owner would."""

import sys
from pathlib import Path

import pytest

from tests.emitted.conftest import MSC, ROOT, run

pytestmark = pytest.mark.emitted


def test_own_gates(emitted: Path) -> None:
    run([str(MSC), "test", str(emitted)], ROOT)


@pytest.mark.parametrize("emitted", ["p2p-lending"], indirect=True)
def test_service_imports_no_more_than_its_image_installs(emitted: Path, tmp_path: Path) -> None:
    uv = emitted / ".venv" / "bin" / "uv"
    for part in [*(emitted / "services").iterdir(), emitted / "simulators"]:
        python = tmp_path / part.name / "bin" / "python"
        run([str(uv), "venv", "--python", sys.executable, str(tmp_path / part.name)], part)
        install = ["pip", "install", "--require-hashes", "--requirement", "requirements.txt"]
        run([str(uv), *install, "--python", str(python)], part)
        path = f"PYTHONPATH={emitted / 'shared' / 'src'}"
        run(["env", path, str(python), "-c", "import src.main"], part)
