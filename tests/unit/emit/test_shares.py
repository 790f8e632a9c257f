"""A build on several cores: the same bytes, and the same cache."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msc.core import resources

# What the process or one of its copies computes is named by one write.
PROGRAM = """
import os
import sys
from msc.core.lifetime import keep_until_exit

cores = int(sys.argv.pop(1))
os.sched_getaffinity = lambda _: set(range(cores))
keep_until_exit()
from msc.lower.pieces import Pieces

compute = Pieces._compute

def noting(self, shelf, name, rest, work):
    os.write(2, f"computed {shelf.kind} {name}\\n".encode())
    return compute(self, shelf, name, rest, work)

Pieces._compute = noting
from msc.cli import main

main()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")


@pytest.fixture(params=["pocket", "p2p-lending"])
def spec(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.folder("examples") / request.param, tmp_path / "spec"))


def built(spec: Path, cores: int) -> set[str]:
    """The pieces that a build on so many cores computes, in `spec` or in a copy of it."""
    folder = spec.parent
    environment = {**os.environ, "MSC_CACHE_DIR": str(folder / f"cache{cores}")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(cores), "build", str(spec), "--out",
         str(folder / f"out{cores}")],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return {line for line in done.stderr.splitlines() if line.startswith("computed")}


def change_an_entity(spec: Path) -> None:
    paths = sorted(spec.glob("entities/*.yaml")) or [spec / "spec.yaml"]
    text = paths[0].read_text()
    start = text.index("entities:\n")
    entities = text[start:].replace("description: ", "description: Once more. ", 1)
    paths[0].write_text(f"{text[:start]}{entities}")


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_cores_change_neither_the_output_nor_what_is_kept(spec: Path) -> None:
    cold = {cores: built(spec, cores) for cores in (1, 2, 3)}
    assert cold[1] == cold[2] == cold[3] != set()
    change_an_entity(spec)
    changed = {cores: built(spec, cores) for cores in (1, 2, 3)}
    assert changed[1] == changed[2] == changed[3]
    assert changed[1] < cold[1]
    outputs = [files(spec.parent / f"out{cores}") for cores in (1, 2, 3)]
    assert outputs[0] == outputs[1] == outputs[2]
