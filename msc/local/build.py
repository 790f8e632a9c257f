"""The contents of a build that running it requires."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from msc.core.record import Record
from msc.local.failure import LocalError

SIMULATORS = "simulators"
SERVICES = (
    "api_service",
    "db_postgres_service",
    "db_mongo_service",
    "worker_service",
    "bot_service",
)


class Build(Record):
    """The output folder of `msc build`."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> "Build":
        """The build in a folder or in its subfolder `build`."""
        for candidate in (folder, folder / "build"):
            if (candidate / "services" / "api_service").is_dir():
                return cls(candidate.resolve())
        raise LocalError(f"there is no build in {folder}; write one with: msc build")

    @property
    def runs(self) -> Path:
        """The folder for everything that running the build leaves behind."""
        return self.root / "run"

    @property
    def name(self) -> str:
        """The name of the system for use on servers."""
        return self.settings["COMPOSE_PROJECT_NAME"].replace("-", "_")

    @property
    def settings(self) -> dict[str, str]:
        """The development settings."""
        return read_settings(self.root / ".env.example")

    @property
    def processes(self) -> tuple[str, ...]:
        """The services of this system and the simulators."""
        return tuple(name for name in (SIMULATORS, *SERVICES) if self.folder(name).is_dir())

    def folder(self, name: str) -> Path:
        """The folder of a service."""
        return self.root / name if name == SIMULATORS else self.root / "services" / name

    @property
    def python(self) -> Path:
        """The Python of the environment that all services share on this machine."""
        return self.root / ".venv/bin/python"

    def make(self, target: str, environment: Mapping[str, str], *, quiet: bool = False) -> int:
        """The exit code of a Makefile target."""
        command = ["make", "--no-print-directory", target, f"PYTHON={sys.executable}"]
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=environment,
                capture_output=quiet,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise LocalError("make is missing on this machine; install it first") from None
        if quiet and done.returncode != 0:
            raise LocalError(f"make {target} failed:\n{done.stdout}{done.stderr}")
        return done.returncode

    @property
    def is_installed(self) -> bool:
        """Whether the environments have been installed."""
        return (self.root / ".venv" / ".installed").exists()

    def install(self, environment: Mapping[str, str]) -> None:
        """Installs the environments unless they exist."""
        self.make("install", environment, quiet=True)


def read_settings(file: Path) -> dict[str, str]:
    """The NAME=value lines of a settings file, without quotes around values."""
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): _unquoted(value.strip()) for name, _, value in pairs}


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
