"""The unit and integration tests of every part on real servers, and how much of it they cover."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local import services
from local.commands import say
from local.run_folder import ROOT, RunFolder, clean_abandoned, runs_folder
from local.servers import LocalServers
from local.services import folder_of, present, servers_of

LEAST_COVERAGE = 85
SHARED = ROOT / "shared"
SIMULATORS_URL = "TEST_SIMULATORS_URL"
_SETTINGS = ROOT / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Part:
    """Code that is tested in one go, by a Python that has its requirements."""

    name: str
    folder: Path
    python: Path

    def run(self, module: str, *arguments: str, told: Mapping[str, str]) -> bool:
        """Whether a module of its environment ends well."""
        command = (str(self.python), "-m", module, *arguments)
        return subprocess.run(command, cwd=self.folder, env=told, check=False).returncode == 0

    @property
    def settings(self) -> Path:
        """How its coverage is measured, if not as everybody's."""
        own = self.folder / "coverage.ini"
        return own if own.exists() else _SETTINGS


def run_tests() -> int:
    """Tests everything; a failure or too little coverage of any part makes the exit code 1."""
    failed = [] if _tooling_passes() else ["local"]
    names = [name for name in present() if name != "simulators"]
    parts = [Part(name, folder_of(name), services.python_of(folder_of(name))) for name in names]
    worker = services.python_of(folder_of("worker_service"))
    parts.append(Part("shared", SHARED, worker))
    run = _new_run()
    try:
        with LocalServers(servers_of(names), run=run) as servers, _simulators(run) as url:
            told = {**os.environ, **servers.environment, SIMULATORS_URL: url}
            failed += [part.name for part in parts if not _passes(part, told, run)]
    finally:
        run.finish()
    failed += _uncovered(parts, run)
    for name in failed:
        say(f"{name} failed")
    return 1 if failed else 0


def _tooling_passes() -> bool:
    say("== local")
    own = (sys.executable, "-m", "pytest", "-q", "local/tests")
    return subprocess.run(own, cwd=ROOT, check=False).returncode == 0


def _new_run() -> RunFolder:
    runs = runs_folder()
    clean_abandoned(runs)
    return RunFolder.create(runs / f"tests-{os.getpid()}-{secrets.token_hex(3)}")


@contextmanager
def _simulators(run: RunFolder) -> Iterator[str]:
    """The outside providers, played on a port of their own."""
    (port,) = run.free_ports(1)
    process = services.start("simulators", os.environ, port, run)
    try:
        services.wait_ready(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stop(grace_seconds=services.GRACE_SECONDS)


def _passes(part: Part, told: Mapping[str, str], run: RunFolder) -> bool:
    say(f"== {part.name}")
    options = [
        *("-q", "-c", str(_SETTINGS), f"--rootdir={part.folder}", "tests"),
        *("--cov=src", f"--cov={SHARED / 'src'}", "--cov-branch", "--cov-report="),
        f"--cov-config={part.settings}",
    ]
    return part.run("pytest", *options, told={**told, "COVERAGE_FILE": str(_data(part, run))})


def _data(part: Part, run: RunFolder) -> Path:
    return run.logs / f"coverage-{part.name}"


def _uncovered(parts: Sequence[Part], run: RunFolder) -> list[str]:
    """The parts of which too little ran; what all share counts once, whoever ran it."""
    *own, shared = parts
    found = [part.name for part in own if not _is_covered(part, _data(part, run))]
    together = run.logs / "coverage-together"
    files = [str(_data(part, run)) for part in parts if _data(part, run).exists()]
    shared.run(
        *("coverage", "combine", "-q", "--keep", f"--data-file={together}", *files),
        told=os.environ,
    )
    return found if _is_covered(shared, together) else [*found, shared.name]


def _is_covered(part: Part, data: Path) -> bool:
    say(f"== coverage of {part.name}")
    options = [
        *(f"--data-file={data}", f"--rcfile={part.settings}", f"--include={part.folder}/src/*"),
        *("--show-missing", "--skip-covered", f"--fail-under={LEAST_COVERAGE}"),
    ]
    return part.run("coverage", "report", *options, told=os.environ)
