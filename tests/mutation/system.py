"""An emitted system in which one module at a time is wrong."""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.mutation import lines
from tests.mutation.lines import AT_IMPORT, FOLDER, SOURCE
from tests.mutation.workshop import FEW, LIMIT, Mutant

# The name of the copy of the plugin: an emitted part has a package `tests` of its own.
PLUGIN = "mutation_lines"


class System:
    """Runs the tests of the parts of a system on mutants."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._tools = folder / "run" / "mutation"
        self._environment = environment
        self._tests: dict[tuple[str, int], list[tuple[float, str, str]]] = defaultdict(list)

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders with tests of their own, relative to the system."""
        services = sorted(path.name for path in (self.folder / "services").iterdir())
        return ("shared", *(f"services/{name}" for name in services))

    def modules(self) -> Iterator[str]:
        """The modules of all parts, tests and revisions apart."""
        for part in self.parts:
            for path in sorted((self.folder / part / "src").rglob("*.py")):
                yield str(path.relative_to(self.folder))

    def prepare(self) -> None:
        """Finds out which tests execute which lines, unless that is known; all of them pass."""
        for part in self.parts:
            kept = self._tools / part
            if not kept.exists():
                kept.mkdir(parents=True)
                shutil.copy(lines.__file__, self._tools / f"{PLUGIN}.py")
                if failed := self._pytest(part, "-p", PLUGIN, "tests", limit=None):
                    raise SystemExit(f"{part}: {failed}")
            for path in kept.iterdir():
                for test, seconds, executed in json.loads(path.read_text("utf-8")):
                    self._learn(part, test, seconds, executed)

    def _learn(
        self, part: str, test: str, seconds: float, executed: Mapping[str, list[int]]
    ) -> None:
        for module, numbers in executed.items():
            for number in numbers:
                self._tests[module, number].append((seconds, part, test))

    def is_executed(self, mutant: Mutant) -> bool:
        """Whether a test runs into the line, or an import before all tests does."""
        return bool(self._tests.get((mutant.module, mutant.mutation.line)))

    def killed(self, mutant: Mutant) -> str:
        """The first test that fails on a mutant: at first the quick ones that execute its line."""
        path = self.folder / mutant.module
        source = path.read_bytes()
        path.write_bytes(mutant.mutation.applied(source))
        try:
            for part, tests in self._ways(mutant):
                if failed := self._pytest(part, "-x", *tests, limit=LIMIT):
                    return failed
        finally:
            path.write_bytes(source)
        return ""

    def _ways(self, mutant: Mutant) -> Iterator[tuple[str, list[str]]]:
        """Parts and what to run there, the mutant's own part first."""
        own = next(part for part in self.parts if mutant.module.startswith(f"{part}/"))
        ways = sorted(self._tests[mutant.module, mutant.mutation.line])
        others = sorted({part for _, part, _ in ways} - {own})
        for part in (own, *others):
            tests = [test for _, where, test in ways if where == part and test != AT_IMPORT]
            if (0, part, AT_IMPORT) in ways:
                yield part, ["tests"]
                continue
            yield from ((part, chosen) for chosen in (tests[:FEW], tests[FEW:]) if chosen)

    def _pytest(self, part: str, *arguments: str, limit: int | None) -> str:
        command = [self.folder / ".venv/bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["-c", self.folder / "pyproject.toml", "--rootdir=.", *arguments]
        environment = {
            **os.environ, **self._environment, "PYTHONPATH": str(self._tools),
            FOLDER: str(self._tools / part), SOURCE: f"{self.folder}/",
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        try:
            done = subprocess.run(
                command, cwd=self.folder / part, env=environment, capture_output=True, text=True,
                check=False, timeout=limit,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "no end"
        if done.returncode == 0:
            return ""
        failed = (line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
        return next(failed, done.stdout[-300:] + done.stderr[-300:])[:200]
