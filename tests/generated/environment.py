"""One environment in which every emitted system runs, and one process that runs tools in it.

The emitted `make install` makes an environment for each system. They differ only in what they
lack, as all versions come from one resolution: here they share one, which grows.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TAIL = 6000


@dataclass(slots=True)
class Environment:
    """The environment in a folder, for systems that take turns in another."""

    folder: Path
    system: Path
    installed: set[str] = field(default_factory=set)
    process: subprocess.Popen[str] | None = None
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def virtual(self) -> Path:
        """Where the environment itself is."""
        return self.folder / "venv"

    @property
    def python(self) -> Path:
        return self.virtual / "bin" / "python"

    @property
    def requirements(self) -> tuple[Path, ...]:
        """What the system asks for; all of its parts run in the one environment."""
        return (
            self.system / "requirements-dev.txt",
            self.system / "simulators" / "requirements.txt",
            *sorted(self.system.glob("services/*/requirements.txt")),
        )

    def install(self) -> None:
        """Adds the requirements of the system that are not there yet."""
        texts = {path: path.read_text("utf-8") for path in self.requirements}
        lacking = [path for path, text in texts.items() if text not in self.installed]
        if not lacking:
            return
        self.close()
        uv = str(Path(sys.executable).with_name("uv"))
        if not self.python.exists():
            _run([uv, "venv", "--quiet", "--python", sys.executable, self.virtual])
        listed = [part for path in lacking for part in ("--requirements", path)]
        _run([uv, "pip", "install", "--quiet", "--require-hashes", "--compile-bytecode",
              "--python", self.python, *listed])  # fmt: skip
        self.installed |= set(texts.values())
        (packages,) = self.folder.glob("venv/lib/*/site-packages")
        own = [f"{self.system / package / 'src'}\n" for package in ("shared", "testing")]
        (packages / "own.pth").write_text("".join(own), "utf-8")

    def run(self, arguments: list[str], folder: Path, types: str = "") -> str | None:
        """What a module says when it fails, and nothing when it succeeds."""
        report = self.folder / "report.txt"
        asked = {"arguments": arguments, "folder": str(folder),
                 "report": str(report), "types": types}  # fmt: skip
        process = self._started()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        ended, seconds = process.stdout.readline().split()
        self.seconds[arguments[0]] += float(seconds)
        return None if ended == "0" else report.read_text("utf-8", errors="replace")[-TAIL:]

    def _started(self) -> subprocess.Popen[str]:
        if self.process is None:
            command = [str(self.python), "-P", str(Path(__file__).with_name("forks.py"))]
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_clean()
            )
        return self.process

    def close(self) -> None:
        """Ends the process; the next run starts another."""
        if self.process is not None:
            self.process.communicate()
            self.process = None


def _run(command: list[object]) -> None:
    subprocess.run([str(argument) for argument in command], check=True, env=_clean())


def _clean() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
