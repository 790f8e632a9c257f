"""An emitted system through its own gates; what was green before and is the same is green."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruff import find_ruff_bin

from msc.emit.tree import FileTree
from tests.generated.environment import TAIL, Environment

# Where the unit tests of a part are, if not where those of services are.
UNITS = {"simulators": ("tests",), "shared": ("tests/unit",), ".": ("tests/architecture",)}
# Where mypy finds a part's own packages, if it has to be told.
SOURCES = {"shared": "src", ".": "testing/src"}
# What decides how the gates are run.
RUNNERS = tuple(
    Path(__file__).with_name(name) for name in ("gates.py", "environment.py", "forks.py")
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a gate has to say against a part of a system."""

    gate: str
    part: str
    message: str

    def __str__(self) -> str:
        return f"{self.gate} of {self.part}:\n{self.message}"


@dataclass(slots=True)
class Workshop:
    """One folder in which systems take turns, so that tools know what has not changed."""

    folder: Path
    environment: Environment = field(init=False)
    green: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = Environment(self.folder, self.system)
        self._known.touch()
        self.green |= set(self._known.read_text("utf-8").split())

    @property
    def _known(self) -> Path:
        """The digests of parts that were green, in this run and in those before."""
        return self.folder / "green.txt"

    @property
    def system(self) -> Path:
        return self.folder / "system"

    def judge(self, tree: FileTree, *, whole: bool) -> list[Failure]:
        """What the gates have to say; `whole` with types and unit tests."""
        self._write(tree)
        failures = [*self._style()]
        if whole:
            self.environment.install()
            failures += [*self._security(), *self._types_and_units()]
        return failures

    def _write(self, tree: FileTree) -> None:
        """Puts a system in the place of the one before; a file that is the same stays."""
        wanted = {self.system / file.path: file.text for file in tree.files}
        for path in [*self.system.rglob("*")]:
            if path.is_file() and path not in wanted and "__pycache__" not in path.parts:
                path.unlink()
        for path, text in wanted.items():
            if not path.is_file() or path.read_text("utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
        for path in sorted(self.system.rglob("*"), reverse=True):
            if path.is_dir() and all(entry.name == "__pycache__" for entry in path.iterdir()):
                _clear(path)

    def _style(self) -> Iterator[Failure]:
        """What the linter and the formatter say, with the emitted project's own settings."""
        for gate in (["check", "--no-cache", "--output-format=concise", "."],
                     ["format", "--no-cache", "--check", "."]):  # fmt: skip
            done = subprocess.run([find_ruff_bin(), *gate], cwd=self.system, text=True,
                                  capture_output=True, check=False)  # fmt: skip
            if done.returncode:
                yield Failure(f"ruff {gate[0]}", "the tree", (done.stdout + done.stderr)[-TAIL:])

    def _security(self) -> Iterator[Failure]:
        """What bandit says of the services, as the emitted Makefile runs it."""
        sources = [f"services/{path.parent.name}/src" for path in
                   sorted(self.system.glob("services/*/src"))]  # fmt: skip
        arguments = ["bandit", "-q", "-c", "pyproject.toml", "-r", *sources]
        message = self.environment.run(arguments, self.system)
        if message is not None:
            yield Failure("bandit", "the tree", message)

    def _types_and_units(self) -> Iterator[Failure]:
        """What mypy and the unit tests of each part say, as the emitted Makefile runs them."""
        services = [f"services/{path.name}" for path in sorted(self.system.glob("services/*"))]
        for part in (*services, "simulators", "shared", "."):
            known = self._digest(part)
            if known in self.green:
                continue
            failures = [*self._part(part)]
            yield from failures
            if not failures:
                self.green.add(known)
                with self._known.open("a", encoding="utf-8") as file:
                    file.write(f"{known}\n")

    def _part(self, part: str) -> Iterator[Failure]:
        folder = self.system / part
        settings = str(self.system / "pyproject.toml")
        cache = self.folder / "types" / part.replace("/", "_").replace(".", "whole")
        types = ["mypy", "--cache-dir", str(cache), "--config-file", settings]
        types += ["testing/src", "tests"] if part == "." else ["src", "tests"]
        units = ["pytest", "-q", "-p", "no:cacheprovider", "-c", settings, "--rootdir=."]
        units += UNITS.get(part, ("tests/unit", "tests/custom"))
        for arguments in (types, units):
            message = self.environment.run(arguments, folder, SOURCES.get(part, ""))
            if message is not None:
                yield Failure(arguments[0], part, message)

    def _digest(self, part: str) -> str:
        """What a part's gates depend on: its files, the packages beside it, and the gates."""
        folders = [self.system / part, self.system / "shared" / "src", self.system / "testing"]
        paths = {path for folder in folders for path in folder.rglob("*")
                 if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
        paths |= {self.system / "pyproject.toml", *self.environment.requirements}
        named = {str(path.relative_to(self.system)): path for path in paths}
        named |= {path.name: path for path in RUNNERS}
        return _digest(f"{part} {sys.version}", named)


def _digest(about: str, named: Mapping[str, Path]) -> str:
    digest = hashlib.sha256(about.encode())
    for name, path in sorted(named.items()):
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
