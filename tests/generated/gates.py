"""An emitted system through its own gates, in environments that many systems share.

The emitted `make install` makes an environment for each system. Those of the same pinned
requirements are the same, so each is made once and kept.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ruff import find_ruff_bin

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "environments"
TAIL = 4000
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Failure:
    """What a gate has to say against a part of a system."""

    gate: str
    part: str
    told: str

    def __str__(self) -> str:
        return f"{self.gate} of {self.part}:\n{self.told}"


def environment(system: Path) -> Path:
    """The Python of an environment with the requirements of the system."""
    files = [system / "requirements-dev.txt", system / "simulators" / "requirements.txt",
             *sorted(system.glob("services/*/requirements.txt"))]  # fmt: skip
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()[:16]
    folder = KEPT / digest
    python = folder / "bin" / "python"
    uv = str(Path(sys.executable).with_name("uv"))
    with _LOCK:
        if not (folder / "installed").exists():
            _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, folder])
            install = ["pip", "sync", "--quiet", "--require-hashes", "--python"]
            _run([uv, *install, python, *files])
            (folder / "installed").touch()
    return python


def _run(command: list[object]) -> None:
    subprocess.run([str(each) for each in command], check=True, env=_clean())


def _clean(**added: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | added


def static(folder: Path) -> Iterator[Failure]:
    """What the linter and the formatter say, with the emitted project's own settings."""
    for gate in (["check", "--no-cache", "--output-format=concise", "."],
                 ["format", "--no-cache", "--check", "."]):  # fmt: skip
        told = _told([find_ruff_bin(), *gate], folder)
        if told is not None:
            yield Failure(f"ruff {gate[0]}", "the tree", told)


def types_and_units(folder: Path) -> Iterator[Failure]:
    """What mypy and the unit tests of each service say, two services at a time."""
    services = sorted((folder / "services").iterdir())
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda each: [*_service(each, folder)], services):
            yield from found


def _service(service: Path, folder: Path) -> Iterator[Failure]:
    python = str(environment(folder))
    own = f"{folder / 'shared' / 'src'}:{folder / 'testing' / 'src'}"
    cache = KEPT / "mypy" / service.name
    commands = {
        "mypy": ["mypy", "--cache-dir", str(cache), "--config-file", "../../pyproject.toml", "src",
                 "tests"],
        "pytest": ["pytest", "-q", "-p", "no:cacheprovider", "tests/unit", "tests/custom"],
    }  # fmt: skip
    for gate, command in commands.items():
        told = _told([python, "-m", *command], service, MYPYPATH=own, PYTHONPATH=own)
        if told is not None:
            yield Failure(gate, service.name, told)


def _told(command: list[str], folder: Path, **environment: str) -> str | None:
    done = subprocess.run(
        command, cwd=folder, env=_clean(**environment), capture_output=True, text=True, check=False
    )
    return None if done.returncode == 0 else (done.stdout + done.stderr)[-TAIL:]
