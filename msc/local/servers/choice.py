"""Chooses the source of each server, and reports what is missing if there is none."""

import os
import platform
from functools import cache
from pathlib import Path

from msc.core.record import Record
from msc.local.containers import find_engine
from msc.local.runs.folder import RunFolder
from msc.local.servers.container import ContainerServer
from msc.local.servers.download import DownloadError
from msc.local.servers.kinds import Kind
from msc.local.servers.programs import Program, cache_folder
from msc.local.servers.server import ExternalServer, Server


class Missing(Record):
    """A server that is not available, and the sources that were tried."""

    kind: Kind
    tried: tuple[str, ...]


def choose(kind: Kind, run: RunFolder) -> Server | Missing:
    """The environment's URL, an installed program, the cache, a download, or a container."""
    url = os.environ.get(kind.variable)
    if url:
        return ExternalServer(kind.name, url, kind.variable)
    tried = [f"{kind.variable} is not set"]
    program = _program(kind, tried)
    (port,) = run.free_ports(1)
    if program is not None:
        return kind.process(program, run, port)
    engine = _engine()
    if engine is not None:
        return ContainerServer(kind.container, engine, run, port)
    return Missing(kind, (*tried, "no container engine responds (docker, podman)"))


@cache
def _engine() -> str | None:
    return find_engine()


def _program(kind: Kind, tried: list[str]) -> Program | None:
    program = kind.installed()
    if program is not None:
        return program
    tried.append(f"no working {kind.program_name} on PATH")
    folder = cache_folder()
    program = kind.cached(folder)
    if program is not None:
        return program
    tried.append(f"not in the cache {folder}")
    try:
        kind.download(folder)
    except DownloadError as error:
        tried.append(f"download failed: {error}")
        return None
    program = kind.cached(folder)
    if program is None:
        tried.append("the downloaded program does not run on this machine")
    return program


INSTALL = {
    "debian": "sudo apt-get install --yes",
    "fedora": "sudo dnf install --assumeyes",
    "macos": "brew install",
}


def platform_family(os_release: Path = Path("/etc/os-release")) -> str | None:
    """`debian`, `fedora` or `macos`; None for a system without known install commands."""
    if platform.system() == "Darwin":
        return "macos"
    if not os_release.exists():
        return None
    pairs = (line.partition("=")[::2] for line in os_release.read_text().splitlines())
    values = {key: value.strip('"') for key, value in pairs}
    names = [values.get("ID", ""), *values.get("ID_LIKE", "").split()]
    families = {"debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora"}
    return next((families[name] for name in names if name in families), None)


def missing_message(missing: tuple[Missing, ...], family: str | None) -> str:
    """The missing servers, the sources that were tried, and the command that installs them here."""
    lines: list[str] = []
    for one in missing:
        lines.append(f"{one.kind.title} is missing on this machine:")
        lines.extend(f"  - {reason}" for reason in one.tried)
    variables = ", ".join(one.kind.variable for one in missing)
    lines.append(f"get it with:  {_install_command(missing, family)}")
    lines.append(f"or name a running server in {variables}")
    return "\n".join(lines)


def _install_command(missing: tuple[Missing, ...], family: str | None) -> str:
    if family is None:
        return "your system's container engine (docker or podman): it serves all four"
    wanted = sorted({one.kind.packages[family] for one in missing})
    return f"{INSTALL[family]} {' '.join(wanted)}"
