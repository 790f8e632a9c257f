"""A copy of the project in which one module at a time is wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.areas import Area
from tests.mutation.lines import AT_IMPORT, FOLDER
from tests.mutation.mutations import Mutation

ROOT = Path(__file__).parents[2]
MAPPED = ("tests/unit", "tests/property")
# They look at how msc is written, so they could fail for how a mistake is written.
NOT_RUN = "tests/unit/test_structure.py"
MARKERS = "not emitted and not servers and not slow and not soak"
FEW = 40
LIMIT = 1200


@dataclass(frozen=True)
class Mutant:
    """A mistake, and where it is."""

    module: str
    mutation: Mutation


class Workshop:
    """Runs tests on mutants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._lines = self.folder / "build" / "lines"
        self._tests: dict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)

    def prepare(self) -> None:
        """Copies the project, and finds out which tests execute which lines."""
        if not self._lines.exists():
            listed = subprocess.run(
                ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
            )
            for name in listed.stdout.split("\0")[:-1]:
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.folder / name)
            self._lines.mkdir(parents=True)
            (self.folder / ".venv").symlink_to(ROOT / ".venv")
            self._pytest("-n", "2", "-p", "tests.mutation.lines", *MAPPED, limit=None)
        for path in self._lines.iterdir():
            for test, seconds, lines in json.loads(path.read_text("utf-8")):
                if test == AT_IMPORT:
                    continue
                for module, numbers in lines.items():
                    for number in numbers:
                        self._tests[module, number].append((seconds, test))

    def is_executed(self, mutant: Mutant) -> bool:
        """Whether a test runs into the line; tests of other lines cannot know of it."""
        return bool(self._tests.get((mutant.module, mutant.mutation.line)))

    def killed(self, mutant: Mutant, area: Area) -> str:
        """The first test that fails on a mutant: at first the quick ones that execute its line."""
        path = self.folder / "msc" / mutant.module
        source = path.read_bytes()
        ways = self._tests[mutant.module, mutant.mutation.line]
        tests = [test for _, test in sorted(ways)]
        path.write_bytes(mutant.mutation.applied(source))
        try:
            for chosen in (tests[:FEW], tests[FEW:], list(area.tests)):
                if chosen and (failed := self._pytest("-x", *chosen, limit=LIMIT)):
                    return failed
        finally:
            path.write_bytes(source)
        return ""

    def _pytest(self, *arguments: str, limit: int | None) -> str:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", MARKERS]
        command += ["--deselect", NOT_RUN, *arguments]
        environment = {
            **os.environ, "PYTHONPATH": str(self.folder), FOLDER: str(self._lines),
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=environment, capture_output=True, text=True,
                check=False, timeout=limit,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "no end"
        if done.returncode == 0:
            return ""
        lines = done.stdout.splitlines()
        failed = (line for line in lines if line.startswith(("FAILED", "ERROR")))
        return next(failed, done.stdout[-300:] + done.stderr[-300:])[:200]
